"""The sheets of players' characters."""
