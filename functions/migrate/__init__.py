"""Bring the database to the schema of this release, once per deploy, and put our own pictures in their place."""
