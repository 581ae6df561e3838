"""The progress monitor: `GET /api/admin/bmad-progress-stream/{batchId}` as server-sent events."""
