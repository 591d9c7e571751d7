"""Slash commands: one group a file, declarations and short callbacks."""
