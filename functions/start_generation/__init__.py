"""Take into work what waits for its turn, whenever the queue says that something does."""
