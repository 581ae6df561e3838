"""Pictures over HTTP, from PostgreSQL."""
