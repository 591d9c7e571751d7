"""Game systems on the command line."""
