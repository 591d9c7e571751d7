"""From the text of a file to the rules of a game."""
