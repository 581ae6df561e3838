"""The I/O ring: the only code that touches the world. Postgres, DynamoDB, S3, models, clock and environment."""
