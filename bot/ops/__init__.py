"""Running the bot: logging and shutdown."""
