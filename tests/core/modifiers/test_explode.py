from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from dicewright import LimitError
from tests.support.dice.scripted_rolls import rolled, table

SEEDS = st.text(max_size=4)
COUNTS = st.integers(0, 6)


@pytest.mark.parametrize(
    ("text", "faces", "lies", "total"),
    [
        ("2d6!", [6, 2, 3], "6 3<0 2", 11),
        ("2d6!", [6, 6, 6, 1, 2], "6 6<0 1<2 6 2<1", 21),
        ("2d6!", [5, 2], "5 2", 7),
        ("2d6!>=5", [5, 1, 6, 2], "5 6<0 2<2 1", 14),
        ("2d6!>5", [5, 6, 2], "5 6 2<1", 13),
        ("2d6!<=2", [5, 2, 1, 3], "5 2 1<1 3<2", 11),
        ("2d6!3", [5, 3, 1], "5 3 1<1", 9),
        ("2d6!=3", [5, 3, 1], "5 3 1<1", 9),
        ("2d6!<>3", [5, 3, 3], "5 3<0 3", 11),
        ("2d6!o", [6, 2, 6], "6 6<0 2", 14),
        ("1d6!o>=1", [6, 6], "6 6<0", 12),
        ("2d6!!", [6, 2, 6, 1], "6+6+1 2", 15),
        ("2d6!!>=5", [5, 6, 1, 2], "5+1 6+2", 14),
        ("2d6!p", [6, 2, 6, 4], "6 6=5<0 4=3<2 2", 16),
        ("1d6!p>=5", [5, 5, 4], "5 5=4<0 4=3<1", 12),
        ("4dF!", [3, 1, 2, 2, 1], "1 -1<0 -1 0 0", -1),
        ("2d[1,2,9]!", [3, 1, 2], "9 2<0 1", 12),
        ("1d[hit:1,miss]!", [1, 2], "1 0<0", 1),
        ("3d6kh1!", [1, 6, 2, 3], "(1) 6 3<1 (2)", 9),
        ("2d6mi5!>=5", [1, 6, 2, 3], "1=5 2<0 6 3<1", 16),
        ("1d(6)!", [6, 1], "6 1<0", 7),
        ("0d6!", [], "", 0),
        ("{2d6 + 1d4}!", [6, 1, 4, 2, 3], "6 2<0 1 4 3<2", 16),
        ("1d6!odd", [6, 3], "6:+0 3<0:+1", 1),
        ("1d6!okh1", [6, 3], "6 (3<0)", 6),
    ],
)
def test_table(text, faces, lies, total):
    result = rolled(text, *faces)

    assert (table(result), result.total) == (lies, total)
    assert all((die.origin == "exploded") == (die.source is not None) for die in result.dice)


@pytest.mark.parametrize(
    ("text", "faces", "shown"),
    [
        ("2d6!!p", [6, 2, 6, 4], "2d6!!p (6+6-1+4-1, 2) = 16"),
        ("2d6!!p>=5", [5, 2, 1], "2d6!!p>=5 (5+1-1, 2) = 7"),
        ("2d6 !!p[5,6] kh1", [5, 2, 6, 1], "2d6!!p=[5, 6]kh1 (5+6-1+1-1, ~2~) = 10"),
        ("1d6!!pmi20", [6, 1], "1d6!!pmi20 (6+1→20) = 20"),
    ],
)
def test_compounding_rolls_that_penetrate_count_one_less(text, faces, shown):
    assert str(dicewright.roll(text, dice=dicewright.scripted(faces))) == shown


@given(COUNTS, SEEDS)
def test_each_highest_face_brings_one_more_die(count, seed):
    result = dicewright.roll(f"{count}d4!", seed=seed)

    assert len(result.faces) == count + result.faces.count(4)
    assert result.total == sum(result.faces)
    assert sorted(die.source for die in result.dice if die.source is not None) == sorted(
        die.number for die in result.dice if die.value == 4
    )


@given(COUNTS, SEEDS)
def test_compounding_adds_up_to_the_same(count, seed):
    compound = dicewright.roll(f"{count}d4!!", seed=seed)

    assert compound.total == dicewright.roll(f"{count}d4!", seed=seed).total
    assert len(compound.dice) == count
    assert all(die.value == sum(die.rolls) for die in compound.dice)


@given(COUNTS, SEEDS)
def test_each_penetrating_die_counts_one_less(count, seed):
    penetrating = dicewright.roll(f"{count}d4!p", seed=seed)
    extra = len(penetrating.dice) - count

    assert penetrating.total == dicewright.roll(f"{count}d4!", seed=seed).total - extra


@given(COUNTS, SEEDS)
def test_exploding_once_is_over_after_one_die(count, seed):
    result = dicewright.roll(f"{count}d4!o", seed=seed)

    assert len(result.dice) == count + list(result.faces[:count]).count(4)


@pytest.mark.parametrize(
    "text", ["1d6!>=1", "1d6!!<=6", "1d6!p<>9", "d1!", "1d(1)!", "1d(6)!>0", "{1d6 + 1d1}!"]
)
def test_what_would_never_end_is_refused(text):
    with pytest.raises(LimitError) as caught:
        dicewright.roll(text, seed="endless")
    assert caught.value.code == "endless"
