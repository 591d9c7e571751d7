"""The commands and panels of characters."""
