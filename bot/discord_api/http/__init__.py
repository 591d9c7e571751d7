"""The way to Discord's HTTP API."""
