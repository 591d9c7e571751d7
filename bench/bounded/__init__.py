"""What odds cost at the most: `python -m bench.bounded`."""
