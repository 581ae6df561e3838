"""The outside models as neighbours: keys, pace, turns, breakers, and the ledger of what was paid."""
