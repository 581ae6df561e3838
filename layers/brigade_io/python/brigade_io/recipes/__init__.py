"""Recipes in PostgreSQL."""
