"""The outside models as neighbours: how fast we may ask, when to leave them alone, and what it costs."""
