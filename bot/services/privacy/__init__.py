"""What is stored about a player: export and deletion."""
