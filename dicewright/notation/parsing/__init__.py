"""From tokens to the tree, and what is said if that cannot be done."""
