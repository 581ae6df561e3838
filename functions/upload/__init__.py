"""State `Upload`: put a photograph in its place."""
