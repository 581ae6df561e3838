"""State `FetchReferences`: take in the photos that pictures are to go by."""
