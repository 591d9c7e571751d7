"""`dicewright odds "pbta +1" --versus "pbta +2"`: which of two rolls of a game comes out better."""

from __future__ import annotations

import shutil

from dicewright.cli import options
from dicewright.cli.games import chosen
from dicewright.cli.odds import outcome_odds
from dicewright.errors import NotationError, RollError
from dicewright.rendering.chances import one_in, percent
from dicewright.source import presentable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from dicewright.cli.odds.odds_arguments import OddsArguments
    from dicewright.systems.registry import Systems
    from dicewright.systems.rolling.contests import ContestOdds

_WORDS = {
    "rule": ("{} wins", "tie"),
    "outcome": ("{} has the better outcome", "both have the same outcome"),
    "number": ("{} is higher", "both are equal"),
}


def show(asked: OddsArguments, systems: Systems) -> None:
    """Print the odds of two calls, and how often each of them comes out better.

    Raises DiceError if one of them has no meaning. Where the rules do not compare two such rolls, that
    is said in place of a verdict.
    """
    outcome_odds.refuse_options_of_dice(asked)
    assert asked.text is not None
    assert asked.versus is not None
    texts = [systems.repeated(chosen.without_note(text)[0])[1] for text in (asked.text, asked.versus)]
    for text, other in (texts, texts[::-1]):
        if not systems.understands(text):
            raise options.usage(
                f"{presentable(other)} is a roll of a game, and {presentable(text)} is not.",
                "--versus compares two rolls of a game, or two rolls in dice notation.",
            )
    for text in texts:
        if systems.opposing(text) is not None:
            raise NotationError(
                "A contest can't be compared with another roll.",
                code="compared-contest",
                hint="Compare one roll with another, or ask for the odds of the contest alone.",
                text=text,
            )
    found = [(text, systems.find(text)) for text in texts]
    odds = [system.odds(text) for text, system in found]
    compared, reason = None, ""
    try:
        compared = systems.compared_odds(*texts)
    except RollError as error:
        reason = error.message
    if asked.json:
        import json

        plain = [
            {"text": text, "system": system.command, **each.to_dict()}
            for (text, system), each in zip(found, odds, strict=True)
        ]
        verdict = None if compared is None else compared.to_dict()
        print(json.dumps({**plain[0], "versus": {**plain[1], "compared": verdict}}))
        return
    shown = list(_verdict(texts, compared)) if compared is not None else [reason]
    width = shutil.get_terminal_size((outcome_odds.WIDTH, 24)).columns
    scale = outcome_odds.scale_of(odds, width)
    for (text, system), each in zip(found, odds, strict=True):
        shown += ["", f"{system.name}: {presentable(text)}", *outcome_odds.lines(each, width, scale)]
    print("\n".join(shown))


def _verdict(texts: list[str], compared: ContestOdds) -> Iterator[str]:
    better, equal = _WORDS[compared.basis]
    for text, chance in zip(texts, (compared.first, compared.second), strict=True):
        yield f"{better.format(presentable(text))}: {_chance(chance, compared.missing)}"
    yield f"{equal}: {_chance(compared.tie, compared.missing)}"


def _chance(chance: Fraction, missing: Fraction) -> str:
    return f"{percent(chance, missing)} ({one_in(chance, missing)})"
