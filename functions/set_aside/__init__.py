"""Give a chunk up: state `SetAside`, a `SetAsideTask` in, nothing out. What was saved of it is kept."""
