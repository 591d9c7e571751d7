"""Game systems: calls such as "v5 7 h2 vs 3", and their results."""
