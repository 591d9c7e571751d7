"""What it costs to host the bot in ways that not every host needs."""
