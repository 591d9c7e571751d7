"""Results and errors as Discord replies, within Discord's limits."""
