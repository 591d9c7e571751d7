"""Results as Markdown for chats, in the dialect of Discord."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dicewright.rendering import breakdown as _breakdown
from dicewright.rendering.breakdown import Style
from dicewright.rendering.isolation import isolate, isolate_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dicewright.results.roll import RollResult

_SPECIAL = re.compile(r"([\\*_~`|>#\[\]()<@:-])")
_SPECIAL_IN_NOTATION = re.compile(r"([\\*_~`|<>@#])")


def escape(text: str) -> str:
    r"""Return a player's text so that it shows as typed: no formatting, links, mentions or line breaks.

    What is written from right to left is isolated, so that the text beside it stays in its order.

    >>> escape("**boom**")
    '\\*\\*boom\\*\\*'
    """
    if text.isascii() and text.isalnum():
        return text
    return isolate(" ".join(_SPECIAL.sub(r"\\\1", text).split()))


@cache
def markdown_style() -> Style:
    """Return the style in which dropped dice have a cross after them and critical ones stand out.

    Struck through, a 1 looks like a dagger, and screen readers do not announce the line.
    """
    return Style(
        dropped=lambda text: f"{text}\N{BALLOT X}",
        critical=lambda text: f"__**{text}**__",
        failure=lambda text: f"__{text}__",
        success=lambda text: f"**{text}**",
        escape=_escape_notation,
    )


def breakdown(result: RollResult, *, limit: int, said: Callable[[str], str] = str) -> str:
    """Return the dice of a roll along its notation in Markdown, in at most `limit` characters.

    `said` may translate each `Phrase` in it, such as "… and 3 more dice".

    >>> import dicewright
    >>> breakdown(dicewright.roll("2d20kh1", dice=dicewright.scripted([7, 20])).rolls[0], limit=100)
    '2d20kh1 (7✗, __**20**__)'
    """
    return _breakdown.write(result.rolled, _style(said), limit)


@lru_cache(maxsize=8)
def _style(said: Callable[[str], str]) -> Style:
    return markdown_style().replace(said=said)


@lru_cache(maxsize=256)  # Of notation, the same parts are written again and again.
def _escape_notation(text: str) -> str:
    """Escape what formats; brackets and dashes of notation are harmless and stay readable."""
    return _SPECIAL_IN_NOTATION.sub(r"\\\1", isolate_words(" ".join(text.split())))
