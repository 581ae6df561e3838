"""The command `brigade`: this machine's system, or any other by `--url` and a sign-in."""
