"""Saved rolls, and names in notation."""
