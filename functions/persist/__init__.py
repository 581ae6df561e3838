"""Save one checked chunk: state `Persist`, a `CheckTask` in, a `SaveResult` out. One transaction, all or nothing."""
