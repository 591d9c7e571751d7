"""Screenshots of the bot's replies for docs/images, taken by a browser in the local Discord."""
