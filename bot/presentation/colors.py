"""The colors at the edges of replies. `roll_color` and `systems/tones.py` choose among them."""

from __future__ import annotations

from enum import IntEnum


class Color(IntEnum):
    """The color at the edge of a reply. Never the only sign of anything: words say the same."""

    PLAIN = 0x5B6EE1
    CRITICAL = 0xE8B923
    SUCCESS = 0x3BA55D
    MIXED = 0xE67E22
    FAILURE = 0xC0392B
    DISASTER = 0x7D1F6B
