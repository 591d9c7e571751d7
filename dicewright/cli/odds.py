"""`dicewright odds 4d6kh3 --at-least 16`: what a roll can come to, and how likely that is."""

from __future__ import annotations

import re
import sys

from dicewright import numbers
from dicewright.cli import bars, lessons, options
from dicewright.errors import OddsTooLarge
from dicewright.rendering.chances import decimal, one_in, percent, range_words, target_words
from dicewright.source import excerpt
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction
    from typing import Any

    from dicewright.forecast import Estimate
    from dicewright.notation import nodes
    from dicewright.numbers import Number
    from dicewright.probability.distribution import Distribution
    from dicewright.probability.exact import RollOdds
    from dicewright.probability.target import Target

_FLAGS = ("--help", "--json")
_WITH_A_VALUE = {
    "--at-least": "16",
    "--at-most": "8",
    "--exactly": "10",
    "--estimate": "10000",
    "--seed": "monday",
}
_NUMBER = re.compile(r"[-+−]?[0-9]{1,100}(\.[0-9]{1,100}|/[0-9]{1,100})?")
_FEWEST_ROLLS = 2


class OddsArguments(Value):
    """Which odds to show, and how."""

    text: str | None
    """The roll, or None where no word of one was given."""
    low: Number | None
    """The lowest total that is asked about."""
    high: Number | None
    """The highest."""
    estimate: int | None
    """From how many rolls to estimate the odds; None for exact ones."""
    seed: str | None
    """What makes an estimate reproducible."""
    json: bool
    help: bool


def read(words: Sequence[str]) -> OddsArguments:
    """Return what the words behind `dicewright odds` ask for.

    Raises DiceError with the code "usage" for an option that is unknown or makes no sense.

    >>> read(["4d6kh3", "--at-least", "16"]).low
    16
    """
    text, given = options.split(words, flags=_FLAGS, with_a_value=_WITH_A_VALUE)
    if "--exactly" in given and ("--at-least" in given or "--at-most" in given):
        raise options.usage(
            "--exactly goes with neither --at-least nor --at-most.", "Ask for one after the other."
        )
    only = _number("--exactly", given)
    low = only if only is not None else _number("--at-least", given)
    high = only if only is not None else _number("--at-most", given)
    if low is not None and high is not None and low > high:
        raise options.usage(
            f"Nothing is at least {numbers.shown(low)} and at most {numbers.shown(high)}.",
            "Let --at-least be the lower of the two.",
        )
    rolls = given.get("--estimate")
    return OddsArguments(
        text=text,
        low=low,
        high=high,
        estimate=None if rolls is None else options.whole("--estimate", rolls, least=_FEWEST_ROLLS),
        seed=given.get("--seed"),
        json="--json" in given,
        help="--help" in given,
    )


def _number(name: str, given: Mapping[str, str]) -> Number | None:
    written = given.get(name)
    if written is None:
        return None
    if not _NUMBER.fullmatch(written):
        raise options.usage(
            f'{name} takes a number, not "{excerpt(written)}".', f"As in {name} {_WITH_A_VALUE[name]}."
        )
    plain = written.replace("−", "-").lstrip("+")
    if "/" in plain and not int(plain.partition("/")[2]):
        raise options.usage(f"{name} {excerpt(plain)} divides by zero.", "Write another number.")
    return -numbers.exact(plain[1:]) if plain.startswith("-") else numbers.exact(plain)


def show(words: Sequence[str]) -> None:
    """Print the odds that the words behind `dicewright odds` ask for. Raises DiceError."""
    asked = read(words)
    if asked.help:
        print(lessons.ODDS_HELP)
        return
    if asked.text is None:
        raise options.usage("Which roll?", "As in dicewright odds 4d6kh3 --at-least 16.")
    from dicewright.probability.target import Target  # a roll needs none of it

    target = None if asked.low is None is asked.high else Target(asked.low, asked.high)
    if asked.json:
        import json

        print(json.dumps(_plain(asked, target)))
        return
    for place, section in enumerate(_sections(asked, target)):
        if place:
            print()
        print("\n".join(section.lines))
        if len(section.odds.values) > 1:
            print()
            bars.show(section.odds, section.marked, sys.stdout)


class _Section(Value):
    """One distribution, and what there is to say of it."""

    lines: tuple[str, ...]
    odds: Distribution
    marked: Target | None
    """The totals to be marked: those that are asked about, or else those that pass the test."""


def _sections(asked: OddsArguments, target: Target | None) -> Iterator[_Section]:
    if asked.estimate is not None:
        estimate, notation = _estimated(asked)
        yield _Section((notation, *_estimate_lines(estimate, target)), estimate.observed, target)
        return
    from dicewright.probability.target import tested  # a roll needs none of it

    rolls, together, notation = _exact(asked)
    for roll in rolls:
        heading = str(roll.roll.replace(repeat=None, note=""))
        if roll.roll.repeat:
            heading += f" (each of {roll.roll.repeat} times)"
        yield _Section(
            (heading, *_roll_lines(roll, target)), roll.total, target or tested(roll.roll.expression)
        )
    if together is not None:
        yield _Section((f"{notation}: all together", *_lines(together, target)), together, target)


def _exact(asked: OddsArguments) -> tuple[Sequence[RollOdds], Distribution | None, str]:
    """Return the odds of each roll, those of all together where there are several, and the notation."""
    from dicewright.parsed import parse

    notation = parse(asked.text or "")
    try:
        rolls = notation.odds_by_roll()
        several = len(rolls) > 1 or any(_times(roll.roll) > 1 for roll in rolls)
        return rolls, notation.odds() if several else None, str(notation)
    except OddsTooLarge as error:
        error.hint = "Roll fewer dice, or add --estimate 10000 to roll it that often instead."
        raise


def _times(roll: nodes.Roll) -> int:
    return roll.repeat or 1


def _estimated(asked: OddsArguments) -> tuple[Estimate, str]:
    from dicewright.forecast import estimate
    from dicewright.parsed import parse

    assert asked.text is not None
    assert asked.estimate is not None
    found = estimate(asked.text, rolls=asked.estimate, seed=asked.seed)
    return found, str(parse(asked.text))


def _roll_lines(roll: RollOdds, target: Target | None) -> Iterator[str]:
    if roll.success is not None:
        yield f"to succeed: {_chance(roll.success)}"
    yield from _lines(roll.total, target)
    if roll.margin is not None:
        yield f"margin: {decimal(roll.margin.mean)} on average, {range_words(roll.margin)}"
    for name, tally in roll.tally.items():
        yield f"{name}: {decimal(tally.mean)} on average, at least one {_chance(tally.probability('>=', 1))}"


def _lines(odds: Distribution, target: Target | None) -> Iterator[str]:
    if target is not None:
        yield f"{target_words(target)}: {_chance(target.probability(odds))}"
    yield _expectation(odds, "")
    if odds.missing:
        yield "(dice that explode without end are followed until less than 1 in 10^12 is left)"


def _expectation(odds: Distribution, error: str) -> str:
    if len(odds.values) == 1:
        return range_words(odds)
    return f"{decimal(odds.mean)}{error} on average, deviation {decimal(odds.deviation)}, {range_words(odds)}"


def _estimate_lines(estimate: Estimate, target: Target | None) -> Iterator[str]:
    yield f"an estimate from {estimate.rolls:,} rolls, with standard errors"
    if target is not None:
        chance = target.probability(estimate.observed)
        error = estimate.error(chance)
        yield f"{target_words(target)}: about {percent(round(chance, 4))} ± {percent(round(error, 5))}"
    yield _expectation(estimate.observed, f" ± {decimal(estimate.mean_error)}")


def _chance(chance: Fraction) -> str:
    return f"{percent(chance)} ({one_in(chance)})"


def _plain(asked: OddsArguments, target: Target | None) -> dict[str, Any]:
    """Return what `--json` prints."""
    if asked.estimate is not None:
        estimate, notation = _estimated(asked)
        found = _plain_odds(estimate.observed, target)
        if target is not None:
            found["asked"]["error"] = estimate.error(target.probability(estimate.observed))
        return {"text": asked.text, "notation": notation, "rolled": estimate.rolls} | {
            "total": found | {"mean_error": estimate.mean_error}
        }
    rolls, together, notation = _exact(asked)
    return {
        "text": asked.text,
        "notation": notation,
        "rolls": [
            {
                "notation": str(roll.roll.replace(repeat=None, note="")),
                "times": _times(roll.roll),
                "total": _plain_odds(roll.total, target),
                "success": None if roll.success is None else _plain_chance(roll.success),
                "margin": None if roll.margin is None else roll.margin.to_dict(),
                "tally": {name: tally.to_dict() for name, tally in roll.tally.items()},
            }
            for roll in rolls
        ],
        "total": _plain_odds(rolls[0].total if together is None else together, target),
    }


def _plain_odds(odds: Distribution, target: Target | None) -> dict[str, Any]:
    found = odds.to_dict()
    if target is not None:
        found["asked"] = {"words": target_words(target)} | _plain_chance(target.probability(odds))
    return found


def _plain_chance(chance: Fraction) -> dict[str, Any]:
    return {"chance": str(chance), "probability": float(chance)}
