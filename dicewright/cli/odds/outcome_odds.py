"""`dicewright odds v5 5 h2 vs 4`: how likely each outcome of a game system's roll is."""

from __future__ import annotations

import shutil

from dicewright.cli.games import chosen
from dicewright.cli.odds import bars
from dicewright.rendering.chances import decimal, one_in, percent, range_words
from dicewright.rendering.histogram import histogram
from dicewright.source import presentable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from dicewright.cli.odds.odds_arguments import OddsArguments
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.registry import Systems

_WIDTH = 80
# The most that stands beside a name and a bar: two blanks, a percentage, and what it is one in.
_BESIDE = 32
_LONGEST_NAME = 40
_MOST_BARS = 24


def show(asked: OddsArguments, systems: Systems) -> None:
    """Print the odds of a call. Raises DiceError where it has no meaning, or for an option of plain rolls."""
    chosen.refuse_plain_options(
        {
            "--at-least": asked.low is not None,
            "--at-most": asked.high is not None,
            "--versus": asked.versus is not None,
            "--estimate": asked.estimate is not None,
        }
    )
    assert asked.text is not None
    system = systems.find(asked.text)
    odds = system.odds(asked.text)
    if asked.json:
        import json

        print(json.dumps({"text": asked.text, "system": system.command, **odds.to_dict()}))
        return
    width = shutil.get_terminal_size((_WIDTH, 24)).columns
    print("\n".join([f"{system.name}: {presentable(asked.text)}", *lines(odds, width)]))


def lines(odds: OutcomeOdds, width: int) -> Iterator[str]:
    """Yield a bar for each outcome, each note and each row of words, and what each value is on average."""
    if odds.outcomes:
        yield ""
        yield from _bars(odds.outcomes, odds.missing, width)
    if odds.notes:
        yield ""
        yield "and besides"
        yield from _bars(odds.notes, odds.missing, width)
    for name, chances in odds.words.items():
        yield ""
        yield name
        yield from _bars(chances, odds.missing, width)
    if not (odds.outcomes or odds.words) and "result" in odds.values:
        yield ""
        yield from bars.lines(histogram(odds.values["result"], most=_MOST_BARS), width)
    if odds.values:
        yield ""
    for name, value in odds.values.items():
        average = f"{decimal(value.mean)} on average, " if len(value.values) > 1 else ""
        yield f"{name}: {average}{range_words(value)}"
    if odds.policy:
        yield f"(the player chooses: {odds.policy})"
    if odds.missing:
        yield f"(explosions beyond what is worked out: {percent(odds.missing)})"


def _bars(chances: Mapping[str, Fraction], missing: Fraction, width: int) -> Iterator[str]:
    names = {name: _short(name) for name in chances}
    longest = max(map(len, names.values()))
    room = max(1, min(width - longest - _BESIDE, bars.LONGEST_BAR))
    highest = max(chances.values()) or 1
    for name, chance in chances.items():
        bar = "#" * round(chance / highest * room)
        written = f"{percent(chance, missing):>9}  {one_in(chance, missing):<16}  {bar}"
        yield f"  {names[name]:<{longest}}{written}".rstrip()


def _short(name: str) -> str:
    shown = presentable(name)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
