"""`dicewright odds v5 5 h2 vs 4`: how likely each outcome of a game system's roll is."""

from __future__ import annotations

import shutil

from dicewright.cli.games import chosen
from dicewright.cli.odds import bars
from dicewright.errors import OddsTooLarge
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
    from dicewright.systems.system import System

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
    if system.opposing(asked.text) is not None:
        _contest(asked.text, system, as_json=asked.json)
        return
    odds = system.odds(asked.text)
    pushed = _pushed(asked.text, system)
    if asked.json:
        import json

        found = {"text": asked.text, "system": system.command, **odds.to_dict()}
        print(json.dumps({**found, "pushed": None if pushed is None else pushed.to_dict()}))
        return
    width = shutil.get_terminal_size((_WIDTH, 24)).columns
    shown = [f"{system.name}: {presentable(asked.text)}", *lines(odds, width)]
    if pushed is not None:
        shown += ["", "if a failure is pushed", *_bars(pushed.outcomes, pushed.missing, width)]
        if pushed.policy:
            shown.append(f"(the player chooses: {pushed.policy})")
    print("\n".join(shown))


def _pushed(text: str, system: System) -> OutcomeOdds | None:
    """Return the odds of pushing a failure; None where that is not possible, or too much to work out."""
    program, _ = system.call(text)
    if program.kind.push is None or not program.kind.outcomes:
        return None
    try:
        return system.odds(text, pushed=True)
    except OddsTooLarge:
        return None


def _contest(text: str, system: System, *, as_json: bool) -> None:
    odds = system.contest_odds(text)
    if as_json:
        import json

        print(json.dumps({"text": text, "system": system.command, **odds.to_dict()}))
        return
    width = shutil.get_terminal_size((_WIDTH, 24)).columns
    chances = {"the first wins": odds.first, "the second wins": odds.second, "tie": odds.tie}
    print("\n".join([f"{system.name}: {presentable(text)}", "", *_bars(chances, odds.missing, width)]))


def lines(odds: OutcomeOdds, width: int) -> Iterator[str]:
    """Yield a bar for each outcome, each note and each row of words, and what each value is on average."""
    if odds.outcomes:
        yield ""
        none = {"no outcome": odds.no_outcome} if odds.no_outcome else {}
        yield from _bars({**odds.outcomes, **none}, odds.missing, width)
    if odds.notes:
        yield ""
        yield "also"
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
        yield f"(further explosions, not calculated: {percent(odds.missing)})"


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
