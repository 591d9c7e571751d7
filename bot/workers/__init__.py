"""Processes of their own for work that may take long or much memory: never the bot's."""
