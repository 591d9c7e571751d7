"""What the words after `dicewright odds` ask for."""

from __future__ import annotations

import re

from dicewright import numbers
from dicewright.cli import options
from dicewright.source import excerpt
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dicewright.numbers import Number

_FLAGS = ("--help", "--json")
_WITH_A_VALUE = {
    "--at-least": "16",
    "--at-most": "8",
    "--exactly": "10",
    "--versus": "3d6",
    "--estimate": "10000",
    "--seed": "monday",
    "--system": "mine.toml",
}
_NUMBER = re.compile(r"[-+−]?[0-9]{1,100}(\.[0-9]{1,100}|/[0-9]{1,100})?")
_FEWEST_ROLLS, _MOST_ROLLS = 2, 1_000_000


class OddsArguments(Value):
    """Which odds to show, and how."""

    text: str | None
    """The roll, or None if no word of one was given."""
    versus: str | None
    """The roll to compare it with."""
    low: Number | None
    """The lowest total that is asked about."""
    high: Number | None
    """The highest."""
    estimate: int | None
    """From how many rolls to estimate the odds; None for exact ones."""
    seed: str | None
    """What makes an estimate reproducible."""
    system: str | None
    """The file of a game system to know besides those that are shipped."""
    json: bool
    help: bool


def read(words: Sequence[str]) -> OddsArguments:
    """Return what the words after `dicewright odds` ask for.

    Raises DiceError with the code "usage" for an option that is unknown or makes no sense.

    >>> read(["4d6kh3", "--at-least", "16"]).low
    16
    """
    text, given = options.split(words, flags=_FLAGS, with_a_value=_WITH_A_VALUE)
    if "--exactly" in given and ("--at-least" in given or "--at-most" in given):
        raise options.usage(
            "--exactly can't be combined with --at-least or --at-most.", "Run it once for each."
        )
    only = _number("--exactly", given)
    low = only if only is not None else _number("--at-least", given)
    high = only if only is not None else _number("--at-most", given)
    if low is not None and high is not None and low > high:
        raise options.usage(
            f"Nothing is at least {numbers.grouped(low)} and at most {numbers.grouped(high)}.",
            "--at-least must not be greater than --at-most.",
        )
    rolls = given.get("--estimate")
    if rolls is None and "--seed" in given:
        raise options.usage(
            "--seed needs --estimate: exact odds are always the same.",
            "Add --estimate 10000, or leave --seed out.",
        )
    return OddsArguments(
        text=text,
        versus=given.get("--versus"),
        low=low,
        high=high,
        estimate=None
        if rolls is None
        else options.whole("--estimate", rolls, least=_FEWEST_ROLLS, most=_MOST_ROLLS),
        seed=given.get("--seed"),
        system=given.get("--system"),
        json="--json" in given,
        help="--help" in given,
    )


def _number(name: str, given: Mapping[str, str]) -> Number | None:
    written = given.get(name)
    if written is None:
        return None
    if not _NUMBER.fullmatch(written):
        raise options.usage(
            f'{name} takes a number, not "{excerpt(written)}".', f"For example, {name} {_WITH_A_VALUE[name]}."
        )
    plain = written.replace("−", "-").lstrip("+")
    if "/" in plain and not int(plain.partition("/")[2]):
        raise options.usage(f"{name} {excerpt(plain)} divides by 0.", "Write another number.")
    return -numbers.exact(plain[1:]) if plain.startswith("-") else numbers.exact(plain)
