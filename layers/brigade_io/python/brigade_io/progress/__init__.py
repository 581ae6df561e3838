"""Where batches and their units of work are kept, and how their ends are written down."""
