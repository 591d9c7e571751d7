"""`dicewright odds v5 5 h2 vs 4`: how likely each outcome of a game system's roll is."""

from __future__ import annotations

import shutil
from fractions import Fraction
from typing import NamedTuple

from dicewright.cli.games import chosen
from dicewright.cli.odds import bars
from dicewright.errors import OddsTooLarge
from dicewright.rendering.chances import decimal, one_in, percent, range_words
from dicewright.rendering.histogram import histogram
from dicewright.source import presentable
from dicewright.systems.rules.tables import without_brackets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dicewright.cli.odds.odds_arguments import OddsArguments
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.registry import Systems
    from dicewright.systems.system import System

WIDTH = 80
"""How wide the lines are where there is no terminal."""
# The most that stands beside a name and a bar: two blanks, a percentage, and what it is one in.
_BESIDE = 32
_LONGEST_NAME = 40
_MOST_BARS = 24
# What was cut off is mentioned only if its chance is large enough to show in a percentage.
_NOTICED = Fraction(1, 10**6)


def show(asked: OddsArguments, systems: Systems) -> None:
    """Print the odds of a call. Raises DiceError if it has no meaning, or for an option of plain rolls."""
    refuse_options_of_dice(asked)
    assert asked.text is not None
    text = systems.repeated(chosen.without_note(asked.text)[0])[1]
    system = systems.find(text)
    if system.opposing(text) is not None:
        _contest(text, system, as_json=asked.json)
        return
    odds = system.odds(text)
    pushed = _pushed(text, system)
    if asked.json:
        import json

        found = {"text": text, "system": system.command, **odds.to_dict()}
        print(json.dumps({**found, "pushed": None if pushed is None else pushed.to_dict()}))
        return
    width = shutil.get_terminal_size((WIDTH, 24)).columns
    scale = scale_of([odds] if pushed is None else [odds, pushed], width)
    shown = [f"{system.name}: {presentable(text)}", *lines(odds, width, scale)]
    if odds.before_choice:
        shown.append("(before the player keeps any dice)")
    if pushed is not None:
        shown += ["", "the whole roll, if every failure is pushed", *_chances(pushed, scale)[1:]]
        if pushed.policy:
            shown.append(f"(the player chooses: {pushed.policy})")
    print("\n".join(shown))


def refuse_options_of_dice(asked: OddsArguments) -> None:
    """Raise DiceError for an option that means nothing with a game system."""
    chosen.refuse_plain_options(
        {
            "--at-least": asked.low is not None,
            "--at-most": asked.high is not None,
            "--estimate": asked.estimate is not None,
        }
    )


def _pushed(text: str, system: System) -> OutcomeOdds | None:
    """Return the odds of pushing a failure; None if that is not possible, or too much to work out."""
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
    width = shutil.get_terminal_size((WIDTH, 24)).columns
    chances = {"the first wins": odds.first, "the second wins": odds.second, "tie": odds.tie}
    shown = _bars(chances, odds.missing, _scale([("", chances)], width))
    print("\n".join([f"{system.name}: {presentable(text)}", "", *shown]))


def lines(odds: OutcomeOdds, width: int, scale: Scale | None = None) -> Iterator[str]:
    """Yield a bar for each outcome, each note and each row of words, and what each value is on average.

    All bars are on one scale, which others may share.
    """
    yield from _chances(odds, scale or scale_of([odds], width))
    shown = odds.values.get("result") or (next(iter(odds.values.values())) if len(odds.values) == 1 else None)
    if not (odds.outcomes or odds.words) and shown is not None:
        yield ""
        yield from bars.lines(histogram(shown, most=_MOST_BARS), width)
    if odds.values:
        yield ""
    for name, value in odds.values.items():
        average = f"{decimal(value.mean)} on average, " if len(value.values) > 1 else ""
        yield f"{name}: {average}{range_words(value)}"
    if odds.policy:
        yield f"(the player chooses: {odds.policy})"
    if odds.missing > _NOTICED:
        yield f"(further explosions, not calculated: {percent(odds.missing)})"


class Scale(NamedTuple):
    """How bars are drawn: the longest name beside them, the room for them, and the chance that fills it."""

    longest: int
    room: int
    highest: Fraction


def scale_of(several: Sequence[OutcomeOdds], width: int) -> Scale:
    """Return how the bars of several odds are drawn, all on one scale."""
    return _scale([block for odds in several for block in _blocks(odds)], width)


def _scale(blocks: Sequence[tuple[str, Mapping[str, Fraction]]], width: int) -> Scale:
    longest = max(
        (len(_short(name)) for _, chances in blocks for name in chances if chances[name]), default=0
    )
    highest = max((chance for _, chances in blocks for chance in chances.values()), default=Fraction(0))
    return Scale(longest, max(1, min(width - longest - _BESIDE, bars.LONGEST_BAR)), highest)


def _blocks(odds: OutcomeOdds) -> list[tuple[str, Mapping[str, Fraction]]]:
    """Return the chances that have bars, in blocks with their headings."""
    none = {"no outcome": odds.no_outcome} if odds.no_outcome else {}
    found = [("", {**odds.outcomes, **none}), ("also", odds.notes), *odds.words.items()]
    return [(heading, chances) for heading, chances in found if chances]


def _chances(odds: OutcomeOdds, scale: Scale) -> list[str]:
    """Return a bar for each outcome, each note and each row of words, with a blank line before each block."""
    found: list[str] = []
    for heading, chances in _blocks(odds):
        found += ["", *[heading] * bool(heading), *_bars(chances, odds.missing, scale)]
    return found


def _bars(chances: Mapping[str, Fraction], missing: Fraction, scale: Scale) -> Iterator[str]:
    never = [name for name, chance in chances.items() if not chance]
    for name, chance in chances.items():
        if chance:
            bar = "#" * (round(chance / scale.highest * scale.room) if scale.highest else 0)
            written = f"  {percent(chance, missing):>7}  {one_in(chance, missing):<16}  {bar}"
            yield f"  {_short(name):<{scale.longest}}{written}".rstrip()
    if never:
        # What cannot happen with these dice needs no bar.
        yield f"  {one_in(Fraction(0), missing)}: {', '.join(map(_short, never))}"


def _short(name: str) -> str:
    shown = presentable(without_brackets(name))
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
