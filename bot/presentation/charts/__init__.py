"""Charts: what they show as values, and a process of its own that draws them."""
