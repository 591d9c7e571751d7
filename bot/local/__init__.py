"""The embedded local Discord that opens in a browser when there is no token."""
