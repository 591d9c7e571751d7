"""Digits of our own: strokes with round ends, which stay legible where a letter is eight dots high."""

from __future__ import annotations

import re

# In a box of 60 by 100, drawn with a pen; pairs of x and y only, so that a box of any shape can hold them.
_STROKES = {
    "0": "M30 0C8 0 0 22 0 50C0 78 8 100 30 100C52 100 60 78 60 50C60 22 52 0 30 0Z",
    "1": "M2 24L32 0L32 100",
    "2": "M2 26C2 9 14 0 30 0C46 0 58 10 58 27C58 52 2 70 2 100L60 100",
    "3": (
        "M4 12C12 3 20 0 30 0C46 0 56 10 56 24C56 39 44 47 26 47"
        "C46 47 60 58 60 74C60 90 47 100 30 100C18 100 7 96 0 86"
    ),
    "4": "M46 100L46 0L0 70L64 70",
    "5": "M54 0L10 0L6 46C12 40 20 37 29 37C48 37 60 49 60 68C60 88 47 100 29 100C17 100 8 96 0 87",
    "6": "M50 3C22 3 0 30 0 66C0 88 12 100 30 100C48 100 60 88 60 68C60 50 48 38 30 38C16 38 3 47 0 66",
    "7": "M0 0L60 0L24 100",
    "8": (
        "M30 47C14 47 4 38 4 24C4 10 14 0 30 0C46 0 56 10 56 24C56 38 46 47 30 47"
        "C12 47 0 58 0 73C0 89 12 100 30 100C48 100 60 89 60 73C60 58 48 47 30 47Z"
    ),
    "9": "M10 97C38 97 60 70 60 34C60 12 48 0 30 0C12 0 0 12 0 32C0 50 12 62 30 62C44 62 57 53 60 34",
}
_WIDTHS = {"1": 34, "4": 64}
_WIDTH = 60
_PAIR = re.compile(r"(-?\d+) (-?\d+)")


def number(text: str, middle: tuple[float, float], *, high: float, wide: float, pen: float, ink: str) -> str:
    """Return a number around a point as SVG.

    It is `high` dots high, or less if it would be wider than `wide`; `pen` is how thick its strokes are.
    """
    gap = pen * 1.45
    tall = high - pen
    natural = sum(_WIDTHS.get(digit, _WIDTH) for digit in text) * tall / 100
    room = wide - pen - gap * (len(text) - 1)
    # Digits may become narrower, but not so narrow that a 6 and an 8 look alike.
    across = min(1.0, room / natural)
    if across < 0.72:
        tall *= across / 0.72
        across = room / (natural * tall / (high - pen))
    x = middle[0] - (natural * tall / (high - pen) * across + gap * (len(text) - 1)) / 2
    y = middle[1] - tall / 2
    paths = []
    for digit in text:
        paths.append(_placed(_STROKES[digit], x, y, across * tall / 100, tall / 100))
        x += _WIDTHS.get(digit, _WIDTH) * across * tall / 100 + gap
    look = f'fill="none" stroke="{ink}" stroke-width="{pen:g}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{"".join(paths)}" {look}/>'


def _placed(strokes: str, left: float, top: float, across: float, down: float) -> str:
    return _PAIR.sub(
        lambda pair: f"{left + int(pair[1]) * across:.1f} {top + int(pair[2]) * down:.1f}", strokes
    )
