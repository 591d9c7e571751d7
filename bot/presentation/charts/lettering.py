"""The font of charts: what it can draw, and how wide that is."""

from __future__ import annotations

from pathlib import Path

FONT_FILE = Path(__file__).with_name("DejaVuSans.ttf")
FONT = "DejaVu Sans"

# Scripts of which the font has every letter that is in use, and signs; Unicode's blocks.
_SCRIPTS = (
    range(0x20, 0x2B0),  # Latin
    range(0x370, 0x526),  # Greek, Cyrillic
    range(0x531, 0x588),  # Armenian
    range(0x5D0, 0x5EB),  # Hebrew
    range(0x61F, 0x64B),  # Arabic
    range(0x660, 0x66E),  # its digits
    range(0x10D0, 0x10FB),  # Georgian
    range(0x1E00, 0x1EFA),  # Latin, as in Vietnamese
    range(0x2010, 0x2028),  # dashes, quotation marks, ellipsis
    range(0x2190, 0x2300),  # arrows, mathematics
)
# As parts of the size of the font: what stands in numbers, and the mean of letters.
_WIDTHS = {"%": 0.95, ".": 0.32, ",": 0.32, "-": 0.36, "+": 0.84, " ": 0.32}
_WIDTH = 0.64


def width(text: str, size: float) -> float:
    """Return about how wide a text is: to the dot if it is a number."""
    return size * sum(_WIDTHS.get(char, _WIDTH) for char in text)


def drawable(text: str, limit: int) -> str:
    """Return a text, cut at a limit, all of whose characters the font can draw.

    >>> drawable("2d6[\\N{FIRE}] + \\N{GREEK CAPITAL LETTER SIGMA}", 70)
    '2d6[?] + \\u03a3'
    """
    shown = "".join(char if char.isprintable() and _has(char) else "?" for char in text)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def _has(char: str) -> bool:
    return any(ord(char) in script for script in _SCRIPTS)
