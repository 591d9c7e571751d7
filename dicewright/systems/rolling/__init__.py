"""Rolling by the rules of a game, and rolling again."""
