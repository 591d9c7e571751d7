"""Rolling for a player."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RollRequest:
    """What a player asked for: dice notation, and perhaps a note on what it is for."""

    text: str
    note: str = ""
