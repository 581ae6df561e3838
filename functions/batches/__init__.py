"""Batches over HTTP: start one, list them, look at one, cancel one, and how the agents have done."""
