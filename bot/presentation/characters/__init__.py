"""How characters are shown."""
