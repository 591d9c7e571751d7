"""The character sheets of players."""
