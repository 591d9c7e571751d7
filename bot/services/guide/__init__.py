"""What /help knows."""
