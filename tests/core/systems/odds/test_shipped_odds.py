"""The odds of every roll that is shipped, against every sequence of faces and against many rolls.

With few dice, the roller is given every sequence of faces that it can draw, and odds must be the exact
shares of what came. The typical roll of each kind, with more dice, is rolled many times from a seed, and
what came must be as likely as odds say.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

import dicewright
from dicewright import Limits
from dicewright.probability.totals import Totals
from dicewright.probability.work import Work
from dicewright.systems.odds.exact import in_parts, walked
from dicewright.systems.odds.laying import NotJoint
from tests.support.dice.every_throw import every_throw, improbable, kept, pushed, rolled, unlike

SYSTEMS = dicewright.systems()
FILE = Path(__file__).parents[3] / "data" / "shipped_rolls.txt"
CALLS = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
# Dice that may explode forever are followed as long as a roll is one of at most this many.
LIKELY, MOST = 2_500, 15_000
TIMES = 1_000


# Many dice, each in another way of finding odds.
LARGE = [
    "push alien 10 s6",
    "cod 15",
    "coc 55 b3",
    "dryh 3 e2 p2",
    "dryh 3 e2 m1 p4",
    "ess d17 spec edge",
    "push fl 5 s4 g4",
    "genesys yyyggpprrbk",
    "hits again 20 on 3",
    "l5r4 7k3 vs 20",
    "l5r4 10k5 vs 45",
    "l5r5 3 s2",
    "l5r5 6 s6",
    "marvel e3",
    "marvel t3 vs 9",
    "ore 10",
    "sp 15",
    "sr 12 edge",
    "sr 27 edge",
    "push sr 24 vs 9",
    "trophy 6 d6",
    "v5 12 h5 vs 6",
    "push v5 8 h2 vs 4",
    "wild 14 c2",
    "wod 28 cancel",
]


def roller(system, text, pushing, odds):
    """Return what rolls a call as its odds take it to be rolled."""
    if pushing:
        return pushed(system, text)
    kind = system.call(text)[0].kind
    return kept(system, text, odds.policy) if kind.keep is not None and odds.policy else rolled(system, text)


@pytest.mark.parametrize("line", CALLS)
def test_odds_are_the_shares_of_every_sequence_of_faces(line):
    text = line.removeprefix("push ")
    system, pushing = SYSTEMS.find(text), text != line
    odds = system.odds(text, pushed=pushing)
    roll = roller(system, text, pushing, odds)
    seen, cut = every_throw(roll, odds, likely=LIKELY, most=MOST)
    assert unlike(odds, seen, cut) == []
    # Odds may miss something only where dice can go on forever.
    assert cut or not odds.missing
    if odds.outcomes and not pushing and not odds.policy:
        program, given = system.call(text)
        by_stages = walked(program, given, Totals(Limits(), Work(Limits())))
        assert unlike(by_stages, seen, cut) == []
        with suppress(NotJoint):
            part_by_part = in_parts(program, given, Totals(Limits(), Work(Limits())))
            assert unlike(part_by_part, seen, cut) == []


@pytest.mark.parametrize("command", SYSTEMS.commands)
def test_typical_rolls_come_as_often_as_their_odds_say(command):
    system = SYSTEMS[command]
    for name, kind in system.rolls.items():
        text = system.example(name)
        for pushing in (False, True) if kind.push is not None else (False,):
            odds = system.odds(text, pushed=pushing)
            roll = roller(system, text, pushing, odds)
            assert improbable(roll, odds, TIMES, "shipped") == [], text


@pytest.mark.parametrize("line", LARGE)
def test_rolls_of_many_dice_come_as_often_as_their_odds_say(line):
    text = line.removeprefix("push ")
    system, pushing = SYSTEMS.find(text), text != line
    odds = system.odds(text, pushed=pushing)
    assert improbable(roller(system, text, pushing, odds), odds, TIMES, "large") == []


def test_every_roll_is_among_the_calls_with_all_that_can_be_typed_and_pushed():
    typed = set()
    for line in CALLS:
        text = line.removeprefix("push ")
        system = SYSTEMS.find(text)
        program, given = system.call(text)
        typed.add((system.command, program.kind.name, text != line))
        typed.update((system.command, program.kind.name, name) for name, value in given.items() if value)
    wanted = set()
    for system in SYSTEMS:
        for name, kind in system.rolls.items():
            # A roll with nothing to type is rolled as it is, however many dice it has.
            if kind.pieces:
                wanted.update((system.command, name, pushed) for pushed in {False, kind.push is not None})
            wanted.update((system.command, name, piece.parameter) for piece in kind.pieces)
    assert wanted - typed == set()
