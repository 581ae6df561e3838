"""Making recipes: the request, the plan, the asking, the checking, the messages between the states."""
