"""What the words after `dicewright` ask for.

argparse takes a word with a minus in front for an option, and `-1d4+5` is a roll.
"""

from __future__ import annotations

import re

from dicewright.errors import DiceError
from dicewright.notation.suggestions import nearest
from dicewright.source import excerpt
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FLAGS = ("--help", "--json", "--version")
_WITH_A_VALUE = {"--seed": "monday", "--times": "6"}
_OPTION = re.compile(r"(--[^\W\d][^=]*)(?:=(.*))?", re.DOTALL)
_WHOLE = re.compile(r"[1-9][0-9]{0,17}")


class Arguments(Value):
    """What to roll, and how."""

    text: str | None = None
    """The roll, or None where no word of one was given."""
    times: int = 1
    """How often to roll it."""
    seed: str | None = None
    """What makes the dice of the run reproducible."""
    json: bool = False
    """Whether to print JSON."""
    help: bool = False
    """Whether to print the help and nothing else."""
    version: bool = False
    """Whether to print the version and nothing else."""


def read(words: Sequence[str]) -> Arguments:
    """Return what the words of a command line ask for.

    Options may stand anywhere; all words after `--` belong to the roll. Raises DiceError with the code
    "usage" for an unknown option, or one whose value is missing or makes no sense.

    >>> read(["--times=6", "-1d4", "+", "5"]).text
    '-1d4 + 5'
    """
    roll: list[str] = []
    given: dict[str, str] = {}
    following = iter(words)
    for word in following:
        if word == "--":
            roll += following
        elif word == "-h":
            given["--help"] = ""
        elif option := _OPTION.fullmatch(word):
            name, value = option.groups()
            given[name] = _value(name, value, following)
        else:
            roll.append(word)
    return Arguments(
        text=" ".join(roll) if roll else None,
        times=_times(given.get("--times", "1")),
        seed=given.get("--seed"),
        json="--json" in given,
        help="--help" in given,
        version="--version" in given,
    )


def _value(name: str, value: str | None, following: Iterator[str]) -> str:
    if name in _WITH_A_VALUE:
        found = value if value is not None else next(following, None)
        if found is None:
            raise _usage(f"{name} needs a value.", f"As in {name} {_WITH_A_VALUE[name]}.")
        return found
    if name not in _FLAGS:
        near = nearest(name, (*_FLAGS, *_WITH_A_VALUE), most=1)
        hint = f"Did you mean {near[0]}?" if near else "dicewright --help lists them all."
        raise _usage(f'"{excerpt(name)}" is not an option.', hint)
    if value is not None:
        raise _usage(f"{name} takes no value.", f"Write {name} alone.")
    return ""


def _times(written: str) -> int:
    if not _WHOLE.fullmatch(written):
        raise _usage(f'--times takes a whole number from 1, not "{excerpt(written)}".', "As in --times 6.")
    return int(written)


def _usage(message: str, hint: str) -> DiceError:
    return DiceError(message, code="usage", hint=hint)
