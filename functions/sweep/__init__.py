"""End what nobody will finish: after an execution died, and every few minutes what is past its deadline."""
