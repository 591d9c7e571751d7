"""The odds of rolls that may be pushed, and of pushing a result."""
