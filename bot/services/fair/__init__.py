"""Verifiable rolls: keeping what a host commits to, and handing out what shows it."""
