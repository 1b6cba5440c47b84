"""Benchmarks and the gate that keeps their floors: `python -m bench`."""
