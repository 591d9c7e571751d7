"""The exact odds of what a game system's roll can end in."""
