"""How rolls of game systems are shown."""
