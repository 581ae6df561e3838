"""State `Settle`: end a run of a generation, and give back what was not made."""
