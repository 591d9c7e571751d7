"""What the words after `dicewright` ask for if something is to be rolled."""

from __future__ import annotations

from dicewright.cli.options import split, whole
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_FLAGS = ("--help", "--json", "--push", "--version")
_WITH_A_VALUE = {"--seed": "monday", "--system": "mine.toml", "--times": "6"}


class Arguments(Value):
    """What to roll, and how."""

    text: str | None = None
    """The roll, or None if no word of one was given."""
    times: int = 1
    """How often to roll it."""
    seed: str | None = None
    """What makes the dice of the run reproducible."""
    system: str | None = None
    """The file of a game system to know besides those that are shipped."""
    push: bool = False
    """Whether to push each roll of a game once."""
    json: bool = False
    """Whether to print JSON."""
    help: bool = False
    """Whether to print the help and nothing else."""
    version: bool = False
    """Whether to print the version and nothing else."""


def read(words: Sequence[str]) -> Arguments:
    """Return what the words of a command line ask for.

    Raises DiceError with the code "usage" for an unknown option, or one whose value is missing or makes
    no sense.

    >>> read(["--times=6", "-1d4", "+", "5"]).text
    '-1d4 + 5'
    """
    text, given = split(words, flags=_FLAGS, with_a_value=_WITH_A_VALUE)
    return Arguments(
        text=text,
        times=whole("--times", given.get("--times", "1")),
        seed=given.get("--seed"),
        system=given.get("--system"),
        push="--push" in given,
        json="--json" in given,
        help="--help" in given,
        version="--version" in given,
    )


def first_word(words: Sequence[str]) -> int | None:
    """Return the place of the first word that is neither an option nor its value; None if there is none.

    >>> first_word(["--system", "mine.toml", "odds", "brew", "3"])
    2
    """
    at = 0
    while at < len(words):
        word = words[at]
        if word == "--":
            return None
        if word in _WITH_A_VALUE:
            at += 2
        elif word.startswith("--") or word == "-h":
            at += 1
        else:
            return at
    return None
