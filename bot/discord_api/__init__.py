"""What wraps discord.py: error reporting, components, delivery, contexts, registration."""
