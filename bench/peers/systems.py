"""Rolls of game systems, and a model of each in icepool: its outcomes, and how likely they are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import icepool
from icepool import MultisetEvaluator, d6, d8, d10, d12, d20, tupleize, vectorize, z

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Chances = Mapping[str, Fraction]

# After this many throws of a die, less than 1 in 10**12 is left.
_DEEP_D10, _DEEP_D6, _DEEP_D8 = 13, 16, 14


def _chances(die: Any) -> Chances:
    """Return the chance of each named outcome of a die."""
    return {name: Fraction(weight, die.denominator()) for name, weight in die.items()}


def v5(pool: int, hunger: int, difficulty: int) -> Chances:
    def outcome(tens: int, hits: int, red_tens: int, red_ones: int) -> str:
        successes = hits + 2 * (tens // 2)
        if successes >= difficulty and tens >= 2:
            return "messy critical" if red_tens else "critical win"
        if successes >= difficulty:
            return "win"
        if red_ones:
            return "bestial failure"
        return "failure" if successes else "total failure"

    red = d10.map(lambda face: vectorize(face == 10, face >= 6, face == 10, face == 1))
    black = d10.map(lambda face: vectorize(face == 10, face >= 6, 0, 0))
    return _chances((hunger @ red + (pool - hunger) @ black).map(outcome))


# Success, advantage, triumph, despair; a triumph is also a success, and a despair a failure.
_BOOST = [(0, 0), (0, 0), (1, 0), (1, 1), (0, 2), (0, 1)]
_SETBACK = [(0, 0), (0, 0), (-1, 0), (-1, 0), (0, -1), (0, -1)]
_ABILITY = [(0, 0), (1, 0), (1, 0), (2, 0), (0, 1), (0, 1), (1, 1), (0, 2)]
_DIFFICULTY = [(0, 0), (-1, 0), (-2, 0), (0, -1), (0, -1), (0, -1), (0, -2), (-1, -1)]
_PROFICIENCY = [(0, 0), (1, 0), (1, 0), (2, 0), (2, 0), (0, 1), (1, 1), (1, 1), (1, 1), (0, 2), (0, 2)]
_CHALLENGE = [
    (0, 0),
    (-1, 0),
    (-1, 0),
    (-2, 0),
    (-2, 0),
    (0, -1),
    (0, -1),
    (-1, -1),
    (-1, -1),
    (0, -2),
    (0, -2),
]


def genesys(letters: str) -> Chances:
    kinds = {
        "b": [(*face, 0, 0) for face in _BOOST],
        "k": [(*face, 0, 0) for face in _SETBACK],
        "g": [(*face, 0, 0) for face in _ABILITY],
        "p": [(*face, 0, 0) for face in _DIFFICULTY],
        "y": [*[(*face, 0, 0) for face in _PROFICIENCY], (1, 0, 1, 0)],
        "r": [*[(*face, 0, 0) for face in _CHALLENGE], (-1, 0, 0, 1)],
    }
    whole = sum(
        (
            letters.count(letter) @ icepool.Die([vectorize(*face) for face in faces])
            for letter, faces in kinds.items()
        ),
        start=icepool.Die([vectorize(0, 0, 0, 0)]),
    )
    found: dict[str, Fraction] = dict.fromkeys(
        ("success", "failure", "advantage", "threat", "triumph", "despair"), Fraction(0)
    )
    for (net, side, triumph, despair), weight in whole.items():
        chance = Fraction(weight, whole.denominator())
        found["success" if net >= 1 else "failure"] += chance
        for name, holds in (
            ("advantage", side >= 1),
            ("threat", side <= -1),
            ("triumph", triumph),
            ("despair", despair),
        ):
            found[name] += chance if holds else 0
    return found


def shadowrun(dice: int) -> Chances:
    def outcome(hits: int, ones: int) -> str:
        if hits:
            return "success"
        return "critical glitch" if 2 * ones > dice else "failure"

    return _chances((dice @ d6.map(lambda face: vectorize(face >= 5, face == 1))).map(outcome))


class _Sets(MultisetEvaluator[int, str]):
    def next_state(self, state: Any, _order: Any, _outcome: Any, count: int, /) -> int:
        return (state or 0) + (count >= 2)

    def final_outcome(self, final_state: Any, *_: Any, **__: Any) -> str:
        return "no set" if not final_state else "a set" if final_state == 1 else "several sets"


def one_roll(dice: int) -> Chances:
    return _chances(_Sets().evaluate(d10.pool(dice)))


def chronicles(dice: int) -> Chances:
    chain = icepool.Die([0])
    for _ in range(_DEEP_D10):
        chain = d10.map({**dict.fromkeys(range(1, 8), 0), 8: 1, 9: 1, 10: 1 + chain})
    return _chances(
        (dice @ chain).map(lambda n: "exceptional success" if n >= 5 else "success" if n else "failure")
    )


def dark_eye(first: int, second: int, third: int, skill: int) -> Chances:
    def outcome(over: int, ones: int, twenties: int) -> str:
        if ones >= 2:
            return "kritischer Erfolg"
        if twenties >= 2:
            return "Patzer"
        return "gelungen" if over <= skill else "misslungen"

    dice = [
        d20.map(lambda face, to=to: vectorize(max(0, face - to), face == 1, face == 20))
        for to in (first, second, third)
    ]
    return _chances((dice[0] + dice[1] + dice[2]).map(outcome))


def alien(base: int, stress: int) -> Chances:
    plain = d6.map(lambda face: vectorize(face == 6, 0))
    yellow = d6.map(lambda face: vectorize(face == 6, face == 1))
    whole = base @ plain + stress @ yellow
    found = dict.fromkeys(("success", "failure", "panic"), Fraction(0))
    for (sixes, ones), weight in whole.items():
        chance = Fraction(weight, whole.denominator())
        found["success" if sixes else "failure"] += chance
        found["panic"] += chance if ones else 0
    return found


def apocalypse(mod: int) -> Chances:
    return _chances(
        (2 @ d6 + mod).map(lambda n: "strong hit" if n >= 10 else "weak hit" if n >= 7 else "miss")
    )


class _Blades(MultisetEvaluator[int, str]):
    def next_state(self, state: Any, _order: Any, outcome: Any, count: int, /) -> Any:
        sixes, best = state or (0, 0)
        return (count if outcome == 6 else sixes), max(best, outcome if count else 0)

    def final_outcome(self, final_state: Any, *_: Any, **__: Any) -> str:
        sixes, best = final_state
        if sixes >= 2:
            return "critical"
        return "success" if best == 6 else "partial success" if best >= 4 else "bad outcome"


def blades(dice: int) -> Chances:
    return _chances(_Blades().evaluate(d6.pool(dice)))


def ironsworn(stat: int) -> Chances:
    def outcome(action: int, first: int, second: int) -> str:
        beaten = (min(10, action + stat) > first) + (min(10, action + stat) > second)
        return ("miss", "weak hit", "strong hit")[beaten]

    return _chances(icepool.map(outcome, d6, d10, d10))


def daggerheart(mod: int, difficulty: int) -> Chances:
    def outcome(hope: int, fear: int) -> str:
        if hope == fear:
            return "critical success"
        with_ = "Hope" if hope > fear else "Fear"
        return f"{'success' if hope + fear + mod >= difficulty else 'failure'} with {with_}"

    return _chances(icepool.map(outcome, d12, d12))


def cthulhu(skill: int, bonus: int) -> Chances:
    def outcome(unit: int, tens: tuple[int, ...]) -> str:
        shown = min(100 if unit == 0 and ten == 0 else 10 * ten + unit for ten in tens)
        if shown == 1:
            return "critical success"
        if shown == 100 or (skill < 50 and shown >= 96):
            return "fumble"
        for name, part in (("extreme success", 5), ("hard success", 2), ("success", 1)):
            if shown <= skill // part:
                return name
        return "failure"

    return _chances(icepool.map(outcome, z(10), tupleize(*[z(10)] * (1 + bonus))))


def savage(sides: int, mod: int) -> Chances:
    wild, trait = d6.explode(depth=_DEEP_D6), icepool.d(sides).explode(depth=_DEEP_D8)

    def outcome(one: int, other: int) -> str:
        if one == other == 1:
            return "critical failure"
        total = max(one, other) + mod
        return "raise" if total >= 8 else "success" if total >= 4 else "failure"

    return _chances(icepool.map(outcome, trait, wild))


def roll_and_keep(rolled: int, kept: int, target: int) -> Chances:
    total = d10.explode(depth=_DEEP_D10).highest(rolled, kept)
    return _chances((total >= target).map({True: "success", False: "failure"}))


class _Cortex(MultisetEvaluator[int, str]):
    def __init__(self, dice: int, difficulty: int) -> None:
        self._dice, self._difficulty = dice, difficulty

    def next_state(self, state: Any, _order: Any, outcome: Any, count: int, /) -> Any:
        ones, high, low = state or (0, 0, 0)
        if outcome == 1:
            return count, high, low
        for _ in range(min(count, 2)):
            high, low = (outcome, high) if outcome >= high else (high, max(low, outcome))
        return ones, high, low

    def final_outcome(self, final_state: Any, *_: Any, **__: Any) -> str:
        ones, high, low = final_state
        if ones == self._dice:
            return "botch"
        if high + low >= self._difficulty + 5:
            return "heroic success"
        return "success" if high + low > self._difficulty else "failure"


def cortex(difficulty: int) -> Chances:
    return _chances(_Cortex(4, difficulty).evaluate(icepool.Pool([d6, d8, d10, d6])))


def two_d20(dice: int, target: int, focus: int) -> Chances:
    die = d20.map(lambda face: (face <= target) + (face <= focus))
    return _chances((dice @ die).map(lambda n: "success" if n >= 1 else "failure"))


def world_of_darkness(dice: int, difficulty: int) -> Chances:
    def outcome(hits: int, ones: int) -> str:
        if hits > ones:
            return "success"
        return "botch" if not hits and ones else "failure"

    return _chances((dice @ d10.map(lambda face: vectorize(face >= difficulty, face == 1))).map(outcome))


def exalted(dice: int) -> Chances:
    def outcome(hits: int, ones: int) -> str:
        return "success" if hits else "botch" if ones else "failure"

    die = d10.map(lambda face: vectorize((face >= 7) + (face >= 10), face == 1))
    return _chances((dice @ die).map(outcome))


def traveller_boon(mod: int) -> Chances:
    return _chances(
        (d6.highest(3, 2) + mod - 8).map(
            lambda n: (
                "exceptional success"
                if n >= 6
                else "success"
                if n >= 0
                else "failure"
                if n >= -5
                else "exceptional failure"
            )
        )
    )


def pathfinder(mod: int, difficulty: int) -> Chances:
    names = ("critical success", "success", "failure", "critical failure")

    def outcome(face: int) -> str:
        margin = face + mod - difficulty
        degree = 0 if margin >= 10 else 1 if margin >= 0 else 2 if margin >= -9 else 3
        return names[min(3, max(0, degree - (face == 20) + (face == 1)))]

    return _chances(d20.map(outcome))


def fate(skill: int, opposition: int) -> Chances:
    def outcome(shifts: int) -> str:
        if shifts >= 3:
            return "success with style"
        return "success" if shifts >= 1 else "tie" if shifts == 0 else "failure"

    return _chances((4 @ icepool.Die([-1, 0, 1]) + skill - opposition).map(outcome))


@dataclass(frozen=True, slots=True)
class Question:
    """A roll as typed, its model in icepool, and a roll of other dice in the same arrangement."""

    text: str
    model: Callable[..., Chances]
    given: tuple[Any, ...]
    other: str
    other_given: tuple[Any, ...]


# The first seven are those in the targets.
QUESTIONS = (
    Question("v5 12 h5 vs 6", v5, (12, 5, 6), "v5 4 h1 vs 2", (4, 1, 2)),
    Question("genesys yyyggpprrbk", genesys, ("yyyggpprrbk",), "genesys yyggprb", ("yyggprb",)),
    Question("sr 24", shadowrun, (24,), "sr 3", (3,)),
    Question("ore 10", one_roll, (10,), "ore 4", (4,)),
    Question("cod 15", chronicles, (15,), "cod 3", (3,)),
    Question("dsa 14 12 13 fw7", dark_eye, (14, 12, 13, 7), "dsa 10 11 9 fw4", (10, 11, 9, 4)),
    Question("alien 10 s6", alien, (10, 6), "alien 3 s1", (3, 1)),
    Question("v5 5 h2 vs 4", v5, (5, 2, 4), "v5 4 h1 vs 2", (4, 1, 2)),
    Question("genesys yggpp", genesys, ("yggpp",), "genesys yyrrb", ("yyrrb",)),
    Question("sr 5", shadowrun, (5,), "sr 3", (3,)),
    Question("ore 6", one_roll, (6,), "ore 4", (4,)),
    Question("cod 4", chronicles, (4,), "cod 3", (3,)),
    Question("alien 4 s2", alien, (4, 2), "alien 3 s1", (3, 1)),
    Question("pbta +2", apocalypse, (2,), "pbta +1", (1,)),
    Question("blades 4", blades, (4,), "blades 3", (3,)),
    Question("iron +2", ironsworn, (2,), "iron +1", (1,)),
    Question("dagger +2 vs 15", daggerheart, (2, 15), "dagger +1 vs 12", (1, 12)),
    Question("coc 55 b1", cthulhu, (55, 1), "coc 40 b2", (40, 2)),
    Question("sw 8 +1", savage, (8, 1), "sw 6 +0", (6, 0)),
    Question("l5r4 7k3 vs 20", roll_and_keep, (7, 3, 20), "l5r4 4k2 vs 15", (4, 2, 15)),
    Question("cortex d6 d8 d10 d6 vs 8", cortex, (8,), "cortex d6 d8 d10 d6 vs 5", (5,)),
    Question("sta 3 tn12 f4", two_d20, (3, 12, 4), "sta 2 tn10 f3", (2, 10, 3)),
    Question("wod 6 vs 7", world_of_darkness, (6, 7), "wod 4 vs 6", (4, 6)),
    Question("ex 8", exalted, (8,), "ex 4", (4,)),
    Question("trav +1 boon", traveller_boon, (1,), "trav +0 boon", (0,)),
    Question("pf2e +12 vs 21", pathfinder, (12, 21), "pf2e +9 vs 17", (9, 17)),
    Question("fate +2 vs 3", fate, (2, 3), "fate +1 vs 2", (1, 2)),
)
