"""What a batch has done: unit states, and everything that is derived from them."""
