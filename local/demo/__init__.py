"""The demonstration: a whole batch on this machine, counted from what was really stored."""
