"""Whether the system is fit to work: `GET /api/admin/health`."""
