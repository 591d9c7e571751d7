"""Discord's limits on a reply, and fitting text into them."""

from __future__ import annotations

MESSAGE_CONTENT = 2_000
CHOICE_NAME = 100
ALT_TEXT = 1_024
CHOICE_VALUE = 100
CHOICES = 25
CUSTOM_ID = 100
EMBED_AUTHOR_NAME = 256
EMBED_DESCRIPTION = 4_096
FORM_TITLE = 45


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut after a word and closed with an ellipsis.

    >>> cut("a longsword and a shield", 14)
    'a longsword…'
    >>> cut("a sword", 14)
    'a sword'
    """
    if len(text) <= limit:
        return text
    shortened = text[: limit - 1]
    word_ends = text.rfind(" ", 0, limit)
    # One endless word is cut where it must be.
    if word_ends * 2 > limit:
        shortened = shortened[:word_ends]
    return shortened.rstrip() + "…"
