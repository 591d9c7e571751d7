"""Pictures of the bot's replies for docs/images, taken of the local Discord by a browser."""
