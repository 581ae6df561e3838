"""What the own batches cost, over HTTP: `GET /api/admin/cost`."""
