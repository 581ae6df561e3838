"""Trying again over HTTP: a preview of what would run, the retry itself, one picture anew."""
