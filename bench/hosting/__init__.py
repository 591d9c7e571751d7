"""What features cost that not every host of the bot needs."""
