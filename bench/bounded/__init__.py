"""The upper bound on what odds cost: `python -m bench.bounded`."""
