"""Plan a batch: state `StartBatch`, a `BatchTask` in, a `PlanResult` out."""
