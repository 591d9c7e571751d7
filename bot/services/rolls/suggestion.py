"""One suggestion of what to roll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal[
    "typed", "mistake", "own", "server", "recent", "example", "missing", "more", "roll", "system"
]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to roll.

    >>> Suggestion("example", "1d20", "one die with 20 sides").text
    '1d20'
    """

    origin: Origin
    """Typed and understood, typed with a mistake, saved by the player or on the server, rolled before, or
    an example for players who have none of these yet. For game systems also a call with something missing,
    one with one more part, another roll of the same system, or a system whose name starts that way."""
    text: str
    """What is rolled if the player takes it."""
    meaning: str
    """What that is: in words, as notation after a name, or what is wrong with it."""
    figures: str = ""
    """Its result, if that is known."""
    name: str = ""
    """What it is called, if that is not its text: the @name of a server's roll, if it means one's own."""
