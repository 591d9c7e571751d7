"""What is stored of game systems."""
