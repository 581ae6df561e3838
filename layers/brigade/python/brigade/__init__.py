"""The pure ring: what a recipe, a plan, a batch and an image are. No clock, no chance, no outside world."""
