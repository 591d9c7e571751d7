"""The highest of dice that compound, level by level, held against face by face."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from dicewright import Limits, OddsTooLarge
from dicewright.probability.dice import levels, order
from dicewright.probability.distributions.polynomials import packing_width
from dicewright.probability.work import Work

LIMITS = Limits(work=10**9, memory=10**9)


@st.composite
def dice_in_levels(draw):
    inner = sorted(draw(st.sets(st.integers(0, 8), min_size=1, max_size=4)), reverse=True)
    weights = [draw(st.integers(1, 3)) for _ in inner]
    step = inner[0] + draw(st.integers(1, 4))
    depth, factor = draw(st.integers(3, 5)), draw(st.integers(2, 4))
    powers = [factor**level for level in range(depth)][:: draw(st.sampled_from([1, -1]))]
    return [
        (exponent + step * (depth - 1 - level), weight * powers[level])
        for level in range(depth)
        for exponent, weight in zip(inner, weights, strict=True)
    ]


@given(dice_in_levels(), st.integers(1, 5), st.data())
def test_the_highest_by_levels_are_those_face_by_face(faces, count, data):
    kept = data.draw(st.integers(1, count))
    width = packing_width((sum(weight for _, weight in faces) ** count).bit_length())
    packed = [(exponent * width, weight) for exponent, weight in faces]
    found = levels.in_levels(packed)
    assert found is not None
    by_levels = levels.highest_in_levels(found, count, kept, width, order._highest, Work(LIMITS))
    assert by_levels == order._highest(packed, count, kept, Work(LIMITS))


@pytest.mark.parametrize(
    "faces",
    [
        [],
        [(8, 1)],
        [(40, 1), (32, 1), (24, 1), (16, 1), (8, 1), (0, 1)],
        [(40, 1), (32, 1), (24, 2), (16, 2), (8, 4), (0, 5)],
        [(40, 1), (32, 1), (24, 2), (16, 2), (8, 4)],
        [(48, 1), (32, 1), (24, 2), (16, 2), (8, 4), (0, 4)],
        [(40, 1), (30, 2), (20, 5)],
    ],
    ids=["none", "one", "equally likely", "another weight", "a part", "other steps", "no factor"],
)
def test_other_dice_are_not_in_levels(faces):
    found = levels.in_levels(faces)
    assert found is None or _written_out(found) == faces


def _written_out(found):
    depth = len(found.weights)
    return [
        (exponent + found.step * (depth - 1 - level), weight * found.weights[level])
        for level in range(depth)
        for exponent, weight in found.inner
    ]


@pytest.mark.parametrize(
    "text",
    ["4d10!!kh3", "5d4!!kh2", "5d4!!kl3", "4d6!!pkh3", "4d6!!pdh1", "6d3!!dl2", "3d[1,2,5,5]!!kh2"],
)
def test_a_roll_has_the_odds_of_the_long_way(text, monkeypatch):
    quick = dicewright.parse(text).odds()
    monkeypatch.setattr(order, "in_levels", lambda _faces: None)
    assert dicewright.parse(text, limits=LIMITS).odds() == quick


@pytest.mark.parametrize(
    ("text", "by_simulation"),
    [("7d10!!kh5", 38.02), ("10d10!!kh5", 44.89), ("10d10!!kh9", 59.59)],
)
def test_many_dice_have_odds_near_a_simulation(text, by_simulation):
    assert float(dicewright.parse(text).odds().mean) == pytest.approx(by_simulation, abs=0.15)


def test_too_many_dice_are_refused_before_the_work():
    work = Work(Limits())
    dice = levels.Levels(((8_000, 1), (0, 1)), 16_000, tuple(10**level for level in range(15)))
    with pytest.raises(OddsTooLarge):
        levels.highest_in_levels(dice, 500, 250, 8_000, order._highest, work)
    assert work.spent == 0
