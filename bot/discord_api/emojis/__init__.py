"""The application's emojis: listing them, and uploading those that show dice."""
