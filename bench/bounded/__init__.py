"""What odds cost at most: `python -m bench.bounded`."""
