"""Separating the options on a command line from what is rolled.

argparse takes a word with a minus in front for an option, and `-1d4+5` is a roll.
"""

from __future__ import annotations

import re

from dicewright.errors import DiceError
from dicewright.notation.mistakes.suggestions import nearest
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_OPTION = re.compile(r"(--[^\W\d][^=]*)(?:=(.*))?", re.DOTALL)
_WHOLE = re.compile(r"[1-9][0-9]{0,17}")


def split(
    words: Sequence[str], *, flags: Collection[str], with_a_value: Mapping[str, str]
) -> tuple[str | None, dict[str, str]]:
    """Return the roll, or None if no word is one of it, and what each option was given.

    Options may stand anywhere; all words after `--` belong to the roll. `with_a_value` has an example
    of the value of each option that takes one. Raises DiceError with the code "usage" for an unknown
    option, or one whose value is missing.

    >>> split(["--times=6", "-1d4", "+", "5"], flags=["--json"], with_a_value={"--times": "6"})
    ('-1d4 + 5', {'--times': '6'})
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
            if name in with_a_value:
                found = next(following, None) if value is None else value
                given[name] = _value(name, found, with_a_value[name], apart=value is None)
            else:
                given[name] = _flag(name, value, flags, with_a_value)
        else:
            roll.append(word)
    return " ".join(roll) if roll else None, given


def whole(name: str, written: str, *, least: int = 1, most: int | None = None) -> int:
    """Return the whole number that an option was given. Raises DiceError."""
    if not _WHOLE.fullmatch(written) or int(written) < least or (most is not None and int(written) > most):
        to = "" if most is None else f" to {most:,}"
        raise usage(
            f'{name} takes a whole number from {least}{to}, not "{excerpt(written)}".',
            f"For example, {name} {max(least, 6)}.",
        )
    return int(written)


def usage(message: str, hint: str) -> DiceError:
    """Return the error of a command line that makes no sense."""
    return DiceError(message, code="usage", hint=hint)


def _value(name: str, value: str | None, example: str, *, apart: bool) -> str:
    """Return the value of an option; `apart` from it in a word of its own, it cannot be another option."""
    if value is None:
        raise usage(f"{name} needs a value.", f"For example, {name} {example}.")
    if apart and (value in ("-h", "--") or _OPTION.fullmatch(value)):
        raise usage(
            f'{name} needs a value, and "{excerpt(value)}" is an option.',
            f"For example, {name} {example}, or {name}={excerpt(value)} if that is the value.",
        )
    return value


def _flag(name: str, value: str | None, flags: Collection[str], with_a_value: Mapping[str, str]) -> str:
    if name not in flags:
        near = nearest(name, (*flags, *with_a_value), most=1)
        hint = f"Did you mean {near[0]}?" if near else "dicewright --help lists them all."
        raise usage(f'"{excerpt(name)}" is not an option.', hint)
    if value is not None:
        raise usage(f"{name} takes no value.", f"Write {name} alone.")
    return ""
