"""Credits over HTTP: what one has and what pictures cost; administrators give them and look at how they were spent."""
