"""Ratios, each against a named bound or peer measured in the same run: `make bench`, or `python -m benchmarks NAME`."""
