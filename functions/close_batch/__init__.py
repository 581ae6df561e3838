"""Close the writing of a batch: state `CloseBatch`, a `CloseTask` in, nothing out. Pictures may still be under way."""
