"""The rolls of the past: written, read, exported and deleted."""
