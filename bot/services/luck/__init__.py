"""How lucky rolls were, and whether the dice are fair."""
