"""Logging an outage of Discord once a minute, however many rolls and connections it affects."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

OUTAGE = "outage"
"""The key that marks an event as part of an outage; it is not printed."""

_SECONDS = 60.0
# discord.py's warnings on these loggers have the same cause.
_LOGGERS = ("discord.shard", "discord.gateway", "discord.http", "discord.webhook")


class OutageLog(logging.Filter):
    """Lets the first record of an outage pass, and then one per minute with the number of those omitted.

    `clock` is monotonic, in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._quiet_until: float | None = None
        self._left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to print a record."""
        event = record.msg if isinstance(record.msg, dict) else {}
        from_library = record.name.startswith(_LOGGERS) and record.levelno >= logging.WARNING
        if not (event.pop(OUTAGE, False) or from_library):
            return True
        now = self._clock()
        if self._quiet_until is not None and now < self._quiet_until:
            self._left_out += 1
            return False
        self._quiet_until = now + _SECONDS
        if self._left_out and event:
            event["left_out"] = self._left_out
        elif self._left_out:
            record.msg = f"{record.msg} ({self._left_out} other lines omitted)"
        self._left_out = 0
        return True
