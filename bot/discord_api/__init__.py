"""Wrappers around discord.py: error reporting, components, delivery, contexts, registration."""
