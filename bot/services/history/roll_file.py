"""Files of rolls that Discord takes: if not all rolls fit in, the next file goes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RollFile:
    """A file to send."""

    name: str
    content: bytes
    rolls: int
    """How many rolls are in it."""
    rest: tuple[int, int] | None
    """The key of the last one, if older ones did not fit."""
