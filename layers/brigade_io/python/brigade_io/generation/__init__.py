"""The writer, the order sheets in S3, the drafts that wait for a person, and the machines."""
