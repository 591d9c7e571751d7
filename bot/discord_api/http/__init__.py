"""Reaching Discord's HTTP API: proxies and rate limits."""
