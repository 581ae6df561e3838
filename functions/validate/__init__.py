"""Check one written chunk: state `Validate`, a `CheckTask` in, a `CheckResult` out."""
