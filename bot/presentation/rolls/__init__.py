"""How a roll is shown."""
