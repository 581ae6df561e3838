"""State `Image`: photograph one recipe."""
