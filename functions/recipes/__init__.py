"""Recipes over HTTP, from PostgreSQL."""
