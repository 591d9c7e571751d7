"""What we are measured against: libraries that roll and work out odds, and the least a bot can be."""
