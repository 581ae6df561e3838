"""A generation's progress: `GET /api/generation/{generationId}/stream` as server-sent events."""
