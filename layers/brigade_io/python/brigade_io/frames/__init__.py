"""The frames of every door: of a state of the machine, and of a route."""
