"""Photos to go by, over HTTP: kept once, and named in requests for pictures."""
