"""Exact odds: from the tree of a roll to the distribution of its total, in whole numbers throughout."""
