"""A walk over the values of dice gives what looking at every throw gives."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from math import prod

import pytest

from dicewright import Limits, OddsTooLarge
from dicewright.notation.tree.dice import Numbered
from dicewright.probability import walking
from dicewright.probability.dice.pools import Die
from dicewright.probability.joint_walkers import LargestSides, Ranked, RankedSets, Sets
from dicewright.probability.walking import walked
from dicewright.probability.work import Work


def die(faces, term=0):
    faces = list(faces)
    counts = Counter(faces)
    outcomes = tuple((face, None, 0, 0) for face in counts)
    return Die(outcomes, tuple(counts.values()), len(faces), Numbered(len(faces)), term)


def d(sides, term=0):
    return die(range(1, sides + 1), term)


FATE = die([-1, 0, 1])
HALVES = die([Fraction(1, 2), Fraction(1, 2), 3])
FAR = die([1, 70_001, 5_000_000])


def value_of(_die, outcome):
    return outcome[0]


def hits_of(_die, outcome):
    return int(outcome[0] >= 3) - int(outcome[0] == 1)


def negative(_die, outcome):
    return -outcome[0]


def shown(_die, value):
    return value


def shown_but_ones(_die, value):
    return None if value == 1 else value


def worth(_die, value):
    return value


def worth_of_threes(_die, value):
    return int(value >= 3)


def ranked_dice(faces, first, last, sees):
    """Return the dice whose rank is in a range, as pairs of the die and what it shows."""
    # Of equal dice, those of the kind that comes first rank higher.
    seen = [(kind, face) for kind, face in faces if sees(kind, face) is not None]
    return sorted(seen, key=lambda pair: -pair[1])[first:last]


# For each reading: the walker, and what it finds in dice that lie there.
READINGS = {
    "the highest two": (
        lambda: Ranked(0, 2, shown, worth),
        lambda faces: sum(face for _, face in ranked_dice(faces, 0, 2, shown)),
    ),
    "all but the highest, without ones": (
        lambda: Ranked(1, None, shown_but_ones, worth),
        lambda faces: sum(face for _, face in ranked_dice(faces, 1, None, shown_but_ones)),
    ),
    "the second counted": (
        lambda: Ranked(1, 2, shown, worth_of_threes),
        lambda faces: sum(face >= 3 for _, face in ranked_dice(faces, 1, 2, shown)),
    ),
    "no die": (lambda: Ranked(2, 2, shown, worth), lambda _faces: 0),
    "the largest left": (
        lambda: LargestSides(2, None, shown_but_ones),
        lambda faces: max(
            (kind.kind.sides for kind, _ in ranked_dice(faces, 2, None, shown_but_ones)), default=0
        ),
    ),
    "sets": (
        lambda: Sets("sets", shown),
        lambda faces: sum(n >= 2 for n in Counter(face for _, face in faces).values()),
    ),
    "the widest of the highest three": (
        lambda: RankedSets("widest", 0, 3, shown),
        lambda faces: max(
            (
                n
                for n in Counter(face for _, face in ranked_dice(faces, 0, 3, shown)).values()
                if n >= 2
            ),
            default=0,
        ),
    ),
}  # fmt: skip
SUMS = {"total": value_of, "hits": hits_of, "negative": negative}

CASES = {
    "one kind": ((d(4), 4),),
    "three kinds": ((d(6, 0), 2), (d(4, 1), 1), (d(8, 2), 1)),
    "Fate": ((FATE, 3), (d(3, 1), 1)),
    "halves": ((HALVES, 2), (d(4, 1), 1)),
    "far apart": ((FAR, 2), (d(3, 1), 1)),
    "no dice": (),
}


def by_throws(case, sums, readings):
    found = Counter()
    dice = [kind for kind, count in case for _ in range(count)]
    for outcomes in product(*[zip(kind.outcomes, kind.weights, strict=True) for kind in dice]):
        thrown = [(kind, outcome) for kind, (outcome, _) in zip(dice, outcomes, strict=True)]
        faces = [(kind, outcome[0]) for kind, outcome in thrown]
        vector = (
            *[sum(SUMS[name](*one) for one in thrown) for name in sums],
            *[READINGS[name][1](faces) for name in readings],
        )
        found[vector] += prod(weight for _, weight in outcomes)
    return dict(found)


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "term by term"])
@pytest.mark.parametrize(
    ("sums", "readings"),
    [
        ([], ["the highest two"]),
        ([], ["sets"]),
        (["hits"], ["the highest two", "the largest left"]),
        (["total", "negative"], ["all but the highest, without ones"]),
        (["hits"], ["no die", "the second counted", "sets"]),
        ([], ["the widest of the highest three", "the largest left"]),
        (["total"], ["sets", "the widest of the highest three", "the highest two"]),
    ],
    ids=lambda names: ", ".join(names) or "nothing",
)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_walk_finds_what_every_throw_shows(case, sums, readings, packed, monkeypatch):
    if not packed:
        monkeypatch.setattr(walking, "_PACKED", 0)
    walkers = [READINGS[name][0]() for name in readings]
    found, denominator = walked(case, [SUMS[name] for name in sums], walkers, Work(Limits()))
    assert found == by_throws(case, sums, readings)
    assert denominator == sum(found.values())


@pytest.mark.parametrize("limits", [Limits(work=20_000), Limits(memory=200_000)], ids=["work", "memory"])
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "term by term"])
def test_a_walk_that_takes_too_much_is_refused(limits, packed, monkeypatch):
    if not packed:
        monkeypatch.setattr(walking, "_PACKED", 0)
    case = tuple((d(sides, term), 4) for term, sides in enumerate((10, 12, 20)))
    with pytest.raises(OddsTooLarge):
        walked(case, [hits_of], [READINGS["the highest two"][0]()], Work(limits))
