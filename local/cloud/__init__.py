"""The emulated AWS: its own process, in its own environment, listening on this machine only."""
