"""Sums of vectors: weights stay exact, however long they are."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright import Limits
from dicewright.probability import joint
from dicewright.probability.joint import power, product
from dicewright.probability.work import Work


def weights(rows, columns, digits):
    return {(row, column): 7**digits + row for row in range(rows) for column in range(columns)}


def one_by_one(left, right):
    found = {}
    for first, weight in left.items():
        for second, factor in right.items():
            both = tuple(map(sum, zip(first, second, strict=True)))
            found[both] = found.get(both, 0) + weight * factor
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (weights(3, 4, 2), weights(2, 2, 3)),
        (weights(20, 10, 9), weights(20, 10, 9)),
        (weights(14, 14, 1_200), weights(14, 14, 1_200)),
    ],
    ids=["few", "many", "many long ones"],
)
def test_a_product_is_exact(left, right):
    work = Work(Limits(work=10**9, memory=10**9))
    assert product(left, right, work) == one_by_one(left, right)


@pytest.mark.parametrize(
    ("few", "many"),
    [(10**9, 10**9), (0, 0), (joint._FEW, joint._MANY)],
    ids=["divided", "packed", "either"],
)
@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("width", [1, 2, 4, 7])
def test_a_power_is_the_product_of_as_many(count, width, few, many, monkeypatch):
    monkeypatch.setattr(joint, "_FEW", few)
    monkeypatch.setattr(joint, "_MANY", many)
    once = {(number - 1, Fraction(number % 3, 2), -number): 1 + number for number in range(width)}
    ways = sum(once.values())
    wanted = {(0, 0, 0): 1}
    for _ in range(count):
        wanted = one_by_one(wanted, once)
    found, denominator = power(once, ways, count, Work(Limits()))
    assert {vector: weight * ways**count // denominator for vector, weight in found.items()} == wanted
