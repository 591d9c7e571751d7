"""From tokens to the tree, and what is said where that cannot be done."""
