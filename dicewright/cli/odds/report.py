"""`dicewright odds 4d6kh3 --at-least 16`: the possible results of a roll, and how likely that is."""

from __future__ import annotations

import sys

from dicewright.cli import lessons, options, terminal
from dicewright.cli.odds import chart
from dicewright.cli.odds.odds_arguments import read
from dicewright.errors import DiceError, NotationError, OddsTooLarge
from dicewright.rendering.chances import decimal, left_out, one_in, percent, range_words, target_words
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction
    from typing import Any

    from dicewright.cli.odds.odds_arguments import OddsArguments
    from dicewright.forecast import Estimate
    from dicewright.notation.tree.rolls import Roll
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.exact import RollOdds
    from dicewright.probability.target import Target
    from dicewright.systems.registry import Systems

_MOST_SUCCESSES_SHOWN = 10


def show(words: Sequence[str]) -> int:
    """Print the odds that the words after `dicewright odds` ask for, and return the exit status.

    Without a roll among the words, the odds of each line of standard input are printed. Raises DiceError.
    """
    asked = read(words)
    if asked.help:
        print(lessons.ODDS_HELP)
        return 0
    if asked.text is not None:
        _show(asked)
        return 0
    lines = () if sys.stdin is None or terminal.is_terminal(sys.stdin) else sys.stdin
    status = number = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            _show(asked.replace(text=line.strip()))
            sys.stdout.flush()
        except DiceError as error:
            terminal.complain(f"line {number}:\n{error}")
            status = 2
    if not number:
        raise options.usage("Which roll?", "For example, dicewright odds 4d6kh3 --at-least 16.")
    return status


def _show(asked: OddsArguments) -> None:
    if _shown_as_game(asked):
        return
    from dicewright.probability.target import Target  # a roll needs none of it

    target = None if asked.low is None is asked.high else Target(asked.low, asked.high)
    if asked.json:
        import json

        print(json.dumps(_plain(asked, target)))
        return
    rivals = [_found(asked)]
    if asked.versus is not None:
        rivals.append(_found(asked.replace(text=asked.versus)))
        print(_verdict(*rivals))
        print()
    for place, section in enumerate(section for each in rivals for section in _sections(each, target)):
        if place:
            print()
        print("\n".join(section.lines))
        if len(section.odds.values) > 1:
            print()
            chart.show(section.odds, section.marked, sys.stdout)


def _shown_as_game(asked: OddsArguments) -> bool:
    """Print the odds of a game's roll, or of two compared; return False for dice notation alone."""
    systems = _systems_called(asked)
    if systems is None and asked.versus is not None:
        systems = _systems_called(asked.replace(text=asked.versus))
    if systems is None:
        return False
    from dicewright.cli.odds import compared_odds, outcome_odds

    (outcome_odds if asked.versus is None else compared_odds).show(asked, systems)
    return True


def _systems_called(asked: OddsArguments) -> Systems | None:
    """Return the game systems, if one of them has this call; None if the text is notation."""
    from dicewright.parsed import parse

    assert asked.text is not None
    try:
        parse(asked.text)
    except NotationError:
        from dicewright.cli.games import chosen

        # A file whose tests fail has odds, too: they show what its tests should say.
        return chosen.called(asked.text, asked.system, check=False)
    return None


class _Found(Value):
    """The odds of a text, exact or estimated."""

    notation: str
    total: Distribution
    """The odds of all its rolls together."""
    rolls: Sequence[RollOdds] = ()
    """The odds of each roll, if they are exact."""
    estimate: Estimate | None = None

    @property
    def several(self) -> bool:
        """Whether the text rolls more than once."""
        return len(self.rolls) > 1 or any(_times(roll.roll) > 1 for roll in self.rolls)


def _found(asked: OddsArguments) -> _Found:
    from dicewright.parsed import parse

    assert asked.text is not None
    notation = parse(asked.text)
    if asked.estimate is not None:
        from dicewright.forecast import estimate

        estimated = estimate(asked.text, rolls=asked.estimate, seed=asked.seed)
        return _Found(str(notation), estimated.observed, estimate=estimated)
    try:
        rolls = notation.odds_by_roll()
        first = _Found(str(notation), rolls[0].total, rolls)
        return first.replace(total=notation.odds()) if first.several else first
    except OddsTooLarge as error:
        error.hint = "Roll fewer dice, or add --estimate 10000 to estimate them from that many rolls."
        raise


def _times(roll: Roll) -> int:
    return roll.repeat or 1


def _verdict(first: _Found, second: _Found) -> str:
    from dicewright.probability.target import duel

    result, missing = duel(first.total, second.total), first.total.missing + second.total.missing
    return (
        f"{first.notation} is higher: {_chance(result.first, missing)}\n"
        f"{second.notation} is higher: {_chance(result.second, missing)}\n"
        f"both are equal: {_chance(result.equal, missing)}"
    )


class _Section(Value):
    """One distribution, and what there is to say of it."""

    lines: tuple[str, ...]
    odds: Distribution
    marked: Target | None
    """The totals to be marked: those that are asked about, or else those that pass the test."""


def _sections(found: _Found, target: Target | None) -> Iterator[_Section]:
    if found.estimate is not None:
        yield _Section((found.notation, *_estimate_lines(found.estimate, target)), found.total, target)
        return
    from dicewright.probability.target import tested  # a roll needs none of it

    for roll in found.rolls:
        heading = str(roll.roll.replace(repeat=None, note=""))
        if _times(roll.roll) > 1:
            heading += f" (each of {roll.roll.repeat} rolls)"
        all_times = found.total if found.several and len(found.rolls) == 1 else None
        yield _Section(
            (heading, *_roll_lines(roll, target, all_times)),
            roll.total,
            target or tested(roll.roll.expression),
        )
    if found.several:
        yield _Section((f"{found.notation} in total", *_lines(found.total, target)), found.total, target)


def _roll_lines(roll: RollOdds, target: Target | None, all_times: Distribution | None) -> Iterator[str]:
    """Yield what there is to say of a roll; `all_times` is the total of all times it is repeated."""
    if roll.success is not None and roll.successes is not None:
        # Some outcomes may be missing from the odds of the roll, and so from the chance of the test.
        yield f"to succeed: {_chance(roll.success, roll.successes.missing)}"
        if _times(roll.roll) > 1:
            yield _successes(roll.successes, _times(roll.roll))
    if target is not None and all_times is not None:
        each, whole = (
            f"{_chance(target.probability(odds), odds.missing)}" for odds in (roll.total, all_times)
        )
        yield f"{target_words(target)}: each time {each}, in total {whole}"
        target = None
    yield from _lines(roll.total, target)
    if roll.margin is not None:
        yield f"margin: {decimal(roll.margin.mean)} on average, {range_words(roll.margin)}"
    for name, tally in roll.tally.items():
        one = _chance(tally.probability(">=", 1), tally.missing)
        yield f"{name}: {decimal(tally.mean)} on average, at least one {one}"


def _successes(successes: Distribution, times: int) -> str:
    """Return how likely it is that a repeated test is passed once, twice, and so on."""
    chances = [
        (number, percent(successes.probability(">=", number), successes.missing))
        for number in range(1, min(times, _MOST_SUCCESSES_SHOWN) + 1)
    ]
    words = [
        f"{number} or more {chance}" if number < times else f"all {chance}" for number, chance in chances
    ]
    return f"successes in {times} rolls: {', '.join(words)}"


def _lines(odds: Distribution, target: Target | None) -> Iterator[str]:
    if target is not None:
        yield f"{target_words(target)}: {_chance(target.probability(odds), odds.missing)}"
    yield _expectation(odds, "")
    if odds.missing:
        yield f"({left_out(odds)})"


def _expectation(odds: Distribution, error: str) -> str:
    if len(odds.values) == 1:
        return range_words(odds)
    spread = f"standard deviation {decimal(odds.standard_deviation)}, {range_words(odds)}"
    return f"{decimal(odds.mean)}{error} on average, {spread}"


def _estimate_lines(estimate: Estimate, target: Target | None) -> Iterator[str]:
    yield f"an estimate from {estimate.rolls:,} rolls, with standard errors"
    if target is not None:
        chance = target.probability(estimate.observed)
        error = estimate.error(chance)
        yield f"{target_words(target)}: about {percent(round(chance, 4))} ± {percent(round(error, 5))}"
    yield _expectation(estimate.observed, f" ± {decimal(estimate.mean_error)}")


def _chance(chance: Fraction, missing: Fraction) -> str:
    return f"{percent(chance, missing)} ({one_in(chance, missing)})"


def _plain(asked: OddsArguments, target: Target | None) -> dict[str, Any]:
    """Return what `--json` prints."""
    first = _found(asked)
    plain = {"text": asked.text} | _plain_found(first, target)
    if asked.versus is not None:
        from dicewright.probability.target import duel

        second = _found(asked.replace(text=asked.versus))
        result = duel(first.total, second.total)
        chances = {"higher": result.first, "equal": result.equal, "lower": result.second}
        other = {"text": asked.versus} | _plain_found(second, target)
        plain["versus"] = other | {name: _plain_chance(chance) for name, chance in chances.items()}
    return plain


def _plain_found(found: _Found, target: Target | None) -> dict[str, Any]:
    total = _plain_odds(found.total, target)
    if (estimate := found.estimate) is not None:
        if target is not None:
            total["asked"]["error"] = estimate.error(target.probability(found.total))
        total["mean_error"] = estimate.mean_error
        return {"notation": found.notation, "rolled": estimate.rolls, "total": total}
    return {
        "notation": found.notation,
        "rolls": [
            {
                "notation": str(roll.roll.replace(repeat=None, note="")),
                "times": _times(roll.roll),
                "total": _plain_odds(roll.total, target),
                "success": None if roll.success is None else _plain_chance(roll.success),
                "successes": None if roll.successes is None else roll.successes.to_dict(),
                "margin": None if roll.margin is None else roll.margin.to_dict(),
                "tally": {name: tally.to_dict() for name, tally in roll.tally.items()},
            }
            for roll in found.rolls
        ],
        "total": total,
    }


def _plain_odds(odds: Distribution, target: Target | None) -> dict[str, Any]:
    found = odds.to_dict()
    if target is not None:
        found["asked"] = {"words": target_words(target)} | _plain_chance(target.probability(odds))
    return found


def _plain_chance(chance: Fraction) -> dict[str, Any]:
    return {"chance": str(chance), "probability": float(chance)}
