"""The application's own emojis: which there are, and uploading those that show dice."""
