"""Batches over HTTP: start one, list them, look at one, and how the agents have done."""
