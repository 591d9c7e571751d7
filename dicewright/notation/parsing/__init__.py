"""From tokens to the tree, and the errors if that is not possible."""
