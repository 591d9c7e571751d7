"""The odds of dice that are thrown together, and of what modifiers make of them."""
