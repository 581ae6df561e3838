"""State `Draw`: have one picture of a generation made."""
