from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from tests.support.dice.scripted_rolls import rolled, table


@pytest.mark.parametrize(
    ("text", "faces", "lies"),
    [
        ("3d20", [20, 1, 7], "20* 1_ 7"),
        ("3d20cs>=19", [20, 19, 1], "20* 19* 1_"),
        ("3d20cs19", [20, 19, 1], "20 19* 1_"),
        ("3d20cf<=2", [20, 2, 1], "20* 2_ 1_"),
        ("3d20cs19cf2", [20, 2, 1], "20 2_ 1"),
        ("2d6cs6cf1", [6, 1], "6* 1_"),
        ("2d6", [6, 1], "6 1"),
        ("2d20kl1", [20, 1], "(20) 1_"),
        ("2d20kl1cs20", [20, 1], "(20) 1_"),
        ("1d20mi10", [1], "1=10_"),
        ("1d(20)", [20], "20*"),
        ("{1d20 + 1d6}kh1", [20, 6], "20* (6)"),
        ("{1d20cs19}kh1", [20], "20"),
        ("3d6sa", [3, 1, 2], "1 2 3"),
        ("3d6sd", [3, 1, 2], "3 2 1"),
        ("3d6sasd", [3, 1, 2], "3 2 1"),
        ("4d6kh2sd", [3, 1, 2, 6], "6 3 (2) (1)"),
        ("2d6!sd", [6, 1, 2], "6 2<0 1"),
    ],
)
def test_table(text, faces, lies):
    assert table(rolled(text, *faces)) == lies


def test_the_rolls_of_a_group_are_sorted_by_their_totals():
    result = rolled("{1d8, 2d6, 7}sd", 3, 5, 6)

    assert [part.total for part in result.rolls[0].rolled.parts] == [11, 7, 3]
    assert result.total == 21


@given(st.integers(0, 8), st.sampled_from(["sa", "sd", "cs5", "cf<=2", "cs6cf1sa"]), st.text(max_size=3))
def test_what_is_only_shown_changes_no_value(count, shown, seed):
    plain, marked = (dicewright.roll(f"{count}d6{text}", seed=seed) for text in ("", shown))

    assert marked.total == plain.total
    assert sorted(die.number for die in marked.dice) == list(range(count))
    assert sorted(die.value for die in marked.dice) == sorted(die.value for die in plain.dice)


@given(st.integers(0, 8), st.text(max_size=3))
def test_sorting_is_in_order(count, seed):
    ascending = [die.value for die in dicewright.roll(f"{count}d6sa", seed=seed).dice]
    descending = [die.value for die in dicewright.roll(f"{count}d6sd", seed=seed).dice]

    assert ascending == sorted(ascending)
    assert descending == sorted(descending, reverse=True)
