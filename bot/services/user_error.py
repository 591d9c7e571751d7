"""What a player asked for and cannot have."""

from __future__ import annotations


class UserError(Exception):
    """What a player asked for cannot be done. The text is a sentence: why, and what to do instead."""
