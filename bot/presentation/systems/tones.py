"""The tone of an outcome as a sign and a color, the same over all game systems."""

from __future__ import annotations

from bot.presentation.colors import Color

COLORS = {
    "triumph": Color.CRITICAL,
    "success": Color.SUCCESS,
    "mixed": Color.MIXED,
    "failure": Color.FAILURE,
    "disaster": Color.DISASTER,
}
# None of them is drawn as an emoji, so all have the size of the words beside them.
_SIGNS = {
    "triumph": "\N{BLACK STAR}",
    "success": "\N{CHECK MARK}",
    "mixed": "\N{CIRCLE WITH LEFT HALF BLACK}",
    "failure": "\N{BALLOT X}",
    "disaster": "\N{BALLOT X}\N{BALLOT X}",
}


def signed(tone: str, text: str) -> str:
    """Return the name of an outcome after the sign of its tone, for readers who cannot see the color.

    >>> signed("triumph", "critical win"), signed("", "heads")
    ('★ critical win', 'heads')
    """
    sign = _SIGNS.get(tone)
    return f"{sign} {text}" if sign else text
