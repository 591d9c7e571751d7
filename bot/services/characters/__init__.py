"""Characters: named numbers that stand in rolls."""
