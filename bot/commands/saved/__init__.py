"""The commands and panels of saved rolls."""
