"""State `KeepPlaceholder`: end a photograph that failed."""
