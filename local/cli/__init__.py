"""The command `brigade`: this machine's system, or any other by `--url` and `--token`."""
