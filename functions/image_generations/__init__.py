"""Generations over HTTP: ask for pictures, see how they stand, cancel them, try them again."""
