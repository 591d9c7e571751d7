"""Calls as people type them in a hurry, and the call that each is sure to mean."""

from __future__ import annotations

import pytest

import dicewright
from bot.services.guide.other_words import meant_call
from bot.services.systems.calls import GameCalls
from dicewright import DiceError, NotationError, System

SYSTEMS = dicewright.systems()
CALLS = GameCalls(SYSTEMS)

MEANT = [
    # The words for a value, in full, in short, or before or after its number.
    ("v5 7 hunger 2", "v5 7 h2"),
    ("v5 7 hunger2", "v5 7 h2"),
    ("v5 7 Hunger: 2", "v5 7 h2"),
    ("v5 7 hunger=2 difficulty=3", "v5 7 h2 vs 3"),
    ("v5 pool 7 hunger 2", "v5 pool 7 h2"),
    ("v5 7 diff 3", "v5 7 vs 3"),
    ("v5 7 h2 dc 3", "v5 7 h2 vs 3"),
    ("v5 7 2h", "v5 7 h2"),
    ("v5 7 @hunger", "v5 7 h@hunger"),
    ("v5 @pool hunger @hunger", "v5 @pool h@hunger"),
    ("coc 55 bonus", "coc 55 b1"),
    ("coc 55 bonus 2", "coc 55 b2"),
    ("coc 55 b", "coc 55 b1"),
    ("coc 55 bb", "coc 55 b2"),
    ("coc 55 2p", "coc 55 p2"),
    ("coc 55 penalty", "coc 55 p1"),
    ("coc skill 55", "coc skill 55"),
    ("sr 12 limit 5", "sr 12 l5"),
    ("sr 12 e", "sr 12 edge"),
    ("sr 12 threshold 3", "sr 12 vs 3"),
    ("alien 4 stress 2", "alien 4 s2"),
    ("fl 5 skill 3 gear 2", "fl 5 s3 g2"),
    ("wod 7 diff 6", "wod 7 vs 6"),
    ("wod 7 difficulty 8 specialty", "wod 7 vs 8 spec"),
    ("pf2e +8 dc 18", "pf2e +8 vs 18"),
    ("dnd +5 dc 15 advantage", "dnd +5 vs 15 adv"),
    ("dagger +2 difficulty 14", "dagger +2 vs 14"),
    ("exalted 8 tn 7", "exalted 8 t7"),
    ("tor 3 tn 14", "tor 3 vs 14"),
    ("cypher diff 4", "cypher 4"),
    ("lancer +2 acc 1", "lancer +2 a1"),
    ("lancer +2 1a", "lancer +2 a1"),
    ("trav +2 boon tn 10", "trav +2 boon vs 10"),
    ("wildsea 5 cut 1", "wildsea 5 c1"),
    ("iron +2 momentum 5", "iron +2 m5"),
    ("ore 8 expert 6", "ore 8 e6"),
    ("sw 8 tn 6", "sw 8 vs 6"),
    ("dsa 12 13 14 skill 7", "dsa 12 13 14 fw7"),
    # One number after the other, where the first counts dice, or only one is left.
    ("v5 7 2", "v5 7 h2"),
    ("v5 7 2 3", "v5 7 h2 vs 3"),
    ("v5 7 h2 3", "v5 7 h2 vs 3"),
    ("alien 4 2", "alien 4 s2"),
    ("mutant 5 3 2", "mutant 5 s3 g2"),
    ("borg 2 12", "borg 2 vs 12"),
    # Dice in place of their number, or of the sides of a die.
    ("blades 2d", "blades 2"),
    ("blades 2d6", "blades 2"),
    ("v5 7d10", "v5 7"),
    ("v5 7d10 hunger 2", "v5 7 h2"),
    ("sr 12d6", "sr 12"),
    ("weg 4d+2", "weg 4 +2"),
    ("sw d8", "sw 8"),
    ("sw d8+1", "sw 8 +1"),
    ("swade d10 -2", "swade 10 -2"),
    ("vtm 7 h2 d3", "vtm 7 h2 vs 3"),
    ("genesys 2 yellow 1 green 2 purple", "genesys 2y1g2p"),
    ("swrpg 1 blue, 2 greens, 1 black", "swrpg 1b2g1k"),
    # Signs that add nothing, and half of a skill.
    ("coc 55%", "coc 55"),
    ("coc <=55", "coc 55"),
    ("coc [55]", "coc 55"),
    ("coc 55/2", "coc 27"),
    ("coc 55/5", "coc 11"),
    # The edition after the name of the game.
    ("sr5 12", "sr 12"),
    ("vtm5 7 h2", "vtm 7 h2"),
    # What it is for.
    ("coc spot hidden 55", "coc 55 # spot hidden"),
    ("coc 55 spot hidden", "coc 55 # spot hidden"),
    ("coc Spot Hidden (55%) bonus", "coc 55 b1 # Spot Hidden"),
    ("sw fighting d8", "sw 8 # fighting"),
    ("wfrp ws 45", "wfrp 45 # ws"),
    ("cairn str 12", "cairn 12 # str"),
    ("blades 2 desperate", "blades 2 # desperate"),
    ("gurps broadsword 14", "gurps 14 # broadsword"),
]

UNSURE = [
    "v5",
    "v5 h2",
    "v5 7 hx",
    "v5 7 h2 h3",
    "v5 7 2 3 4",
    "v5 7 rouse!",
    "v5 7/2",
    "v5 7 hunger 9",
    "v5 7d8",
    "coc 55 hard",
    "coc hard 55",
    "coc 55 or 60",
    "coc spot hidden",
    "coc 55 x2y",
    "wfrp 45 difficult",
    "sw d8 extra",
    "sw d8 d6",
    "sr 12 (3)",
    "pbta cool",
    "fate good",
    "genesys 2 pink",
    "genesys yggpp 3",
    "coc 55; coc 40",
    "coc 55 vs coc 40 hard",
    "heresy damage 4 d10+2",
    "blades 2 desprate#x",
    "hello 5",
    "coc " + "very " * 30 + "long 55",
]


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_the_call_that_is_meant(typed: str, meant: str) -> None:
    names = {"pool": "7", "hunger": "2"} if "@" in typed else None
    word = typed.split()[0].rstrip("0123456789") if typed[:3] in ("sr5", "vtm") else typed
    assert meant_call(SYSTEMS.find(word), typed, names) == meant


@pytest.mark.parametrize("typed", UNSURE)
def test_what_may_mean_anything_is_not_guessed(typed: str) -> None:
    try:
        system = SYSTEMS.find(typed)
    except NotationError:
        system = SYSTEMS["v5"]
    assert meant_call(system, typed, {"spot": "55"}) == ""


def marked_in_words(system: System, roll: str) -> tuple[str, dict[str, object]] | None:
    """Return a call with each number by the name of what it is, and the values that it has."""
    kind = system.rolls[roll]
    values: dict[str, object] = {}
    written = [system.description.opening(roll)]
    marked = 0
    for piece in kind.pieces:
        parameter = kind.parameters[piece.parameter]
        if parameter.kind != "number":
            if not piece.optional:
                return None
            continue
        number = max(parameter.least or 0, min(6 if piece.prefix else 8, parameter.most or 8))
        if piece.prefix and piece.group in {other.group for other in kind.pieces if other is not piece}:
            continue
        values[piece.parameter] = number
        marked += bool(piece.prefix)
        written.append(f"{piece.parameter.replace('_', ' ')} {number}" if piece.prefix else str(number))
    return (" ".join(written), values) if marked else None


def test_in_every_game_a_value_may_be_called_by_its_name() -> None:
    tried = 0
    for system in SYSTEMS:
        for roll in system.rolls:
            if (found := marked_in_words(system, roll)) is None:
                continue
            typed, values = found
            try:
                given = system.call(typed)[1]
            except DiceError:
                meant = meant_call(system, typed)
                assert meant, typed
                given = system.call(meant)[1]
            assert {name: given[name] for name in values} == values, typed
            tried += 1
    assert tried > 50


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("v5 7 2h # to dine", "v5 7 h2 # to dine"),
        ("3x coc 55 bonus", "3x coc 55 b1"),
        ("2x coc spot hidden 55 # by night", "2x coc 55 # spot hidden; by night"),
        ("shadow run 5", "sr 5"),
        ("2x shadow run 5 # up", "2x sr 5 # up"),
    ],
)
def test_what_stands_around_the_call_stays(typed: str, fix: str) -> None:
    with pytest.raises(NotationError) as caught:
        CALLS.read(typed)
    assert caught.value.fix == fix
    assert caught.value.hint.startswith("Did you mean ")
    CALLS.read(fix)
