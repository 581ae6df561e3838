"""State `Store`: put a picture of a generation in its place."""
