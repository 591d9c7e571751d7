"""Runs of letters that are several modifiers, such as the `khsa` of `4d6khsa`."""

from __future__ import annotations

from functools import lru_cache

from dicewright.notation.suggestions import MODIFIER_MEANINGS

# What may stand behind modifiers without a space.
_BEHIND = ("vs", "and", "or")


@lru_cache(maxsize=256)
def segments(word: str) -> tuple[str, ...] | None:
    """Cut a run of letters into modifiers, the longest first; None where that is impossible.

    A `vs`, `and` or `or` may close the run; it is not part of the answer.

    >>> segments("khmi"), segments("advvs"), segments("kx")
    (('kh', 'mi'), ('adv',), None)
    """
    found = []
    while word and word not in _BEHIND:
        for length in (4, 3, 2, 1):
            if word[:length] in MODIFIER_MEANINGS:
                found.append(word[:length])
                word = word[length:]
                break
        else:
            return None
    return tuple(found)
