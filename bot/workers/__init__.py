"""Separate processes for work that may take a lot of time or memory."""
