"""Finding the right place of the guide by the words of a player."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.services.guide.other_bots import translated
from bot.services.guide.topics import TOPICS
from dicewright import close_matches

if TYPE_CHECKING:
    from bot.services.guide.model import Entry, Topic

_DICE = re.compile(r"^\d*d\d+")
_WORD = re.compile(r"[^\s,;:.?()]+")
# Words of a question that say nothing about dice.
_EMPTY = "a an and are can do does for how i in is it of on or the to what when where with dice die roll"
_SLIP = 0.8
_EXACT, _BEGINNING, _WITHIN = 4, 2, 1


def search(query: str, *, most: int) -> tuple[Entry, ...]:
    """Return up to `most` entries for a query, the best first: words, notation, or another bot's notation.

    >>> [entry.example for entry in search("advantage", most=1)]
    ['1d20adv']
    """
    words = _words(query)
    found = list(translated(query))
    found = found or _matching(words) or _matching(_corrected(words))
    return tuple(dict.fromkeys(found))[:most]


def topic_about(query: str) -> Topic | None:
    """Return the topic that is about every word of a query, if that is one without entries; or None.

    >>> topic_about("Where are blind rolls?").key
    'table'
    """
    words = {*_words(query)} - {"my", "rolls"}
    return next((each for each in TOPICS if words and words <= {*each.words.split()}), None)


def _corrected(words: list[str]) -> list[str]:
    vocabulary = [word for word in frozenset().union(*_index().values()) if word.isalpha()]
    known = sorted(vocabulary)
    # A slip of the fingers, and no word that only looks a little like another.
    return [near for word in words for near in close_matches(word, known, most=1, likeness=_SLIP)]


def _words(query: str) -> list[str]:
    words = _WORD.findall(query.casefold())
    empty = _EMPTY.split()
    return [word for word in words if word not in empty] or words


def _matching(words: list[str]) -> list[Entry]:
    scores = {entry: sum(_score(word, known) for word in words) for entry, known in _index().items()}
    # Of two that match as well, the one that says so first is meant, and else the simpler one: it is first.
    return sorted(
        (entry for entry, score in scores.items() if score),
        key=lambda entry: (-scores[entry], not entry.meaning.casefold().startswith(words[0])),
    )


def _score(word: str, known: frozenset[str]) -> int:
    if word in known:
        return _EXACT
    # Nobody means "!" alone by a short beginning of something longer.
    if len(word) > 1 and any(each.startswith(word) for each in known):
        return _BEGINNING
    return _WITHIN if any(word in each for each in known if not each[0].isalpha()) else 0


@cache
def _index() -> dict[Entry, frozenset[str]]:
    return {entry: frozenset(_said(entry)) for each in TOPICS for entry in each.entries}


def _said(entry: Entry) -> list[str]:
    modifier = _DICE.sub("", entry.example)
    name = modifier.strip("0123456789")
    return _WORD.findall(f"{entry.meaning} {entry.words} {entry.example} {modifier} {name}".casefold())
