"""Generations in PostgreSQL, the queue that wakes their machine, and what they cost in credits."""
