"""The error for a bot that can't start, in words for the person who starts it."""

from __future__ import annotations


class StartupError(Exception):
    """The bot can't start or continue; the message says what to do.

    Attributes:
        exit_status: 2 if a setting must be changed first, 1 if trying again later may help.
    """

    def __init__(self, sentence: str, *, exit_status: int) -> None:
        super().__init__(sentence)
        self.exit_status = exit_status
