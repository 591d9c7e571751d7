from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from tests.support.dice.scripted_rolls import rolled, table


@pytest.mark.parametrize(
    ("text", "faces", "lies", "total"),
    [
        ("3d10>=8", [8, 7, 10], "8:+1 7:+0 10:+1", 2),
        ("3d10>8", [8, 7, 10], "8:+0 7:+0 10:+1", 1),
        ("3d10<=2", [2, 1, 3], "2:+1 1:+1 3:+0", 2),
        ("3d10<2", [2, 1, 3], "2:+0 1:+1 3:+0", 1),
        ("3d10=6", [6, 7, 6], "6:+1 7:+0 6:+1", 2),
        ("3d10<>1", [1, 7, 6], "1:+0 7:+1 6:+1", 2),
        ("3d10>=7.5", [7, 8, 10], "7:+0 8:+1 10:+1", 2),
        ("3d10>=8f1", [8, 1, 1], "8:+1 1:-1 1:-1", -1),
        ("3d10>=8f<=2", [8, 1, 2], "8:+1 1:-1 2:-1", -1),
        ("3d10>=8ds10", [8, 10, 1], "8:+1 10:+2 1:+0", 3),
        ("3d10>=8ds>=9f1", [9, 10, 1], "9:+2 10:+2 1:-1", 3),
        ("3d10>=8ds5", [5, 8, 1], "5:+1 8:+1 1:+0", 2),
        ("4d6even", [1, 2, 3, 6], "1:+0 2:+1 3:+0 6:+1", 2),
        ("4d6odd", [1, 2, 3, 6], "1:+1 2:+0 3:+1 6:+0", 2),
        ("2d[0.5,2]even", [1, 2], "1/2:+0 2:+1", 1),
        ("3dFodd", [1, 2, 3], "-1:+1 0:+0 1:+1", 2),
        ("4d6kh2>=5", [5, 6, 1, 5], "5:+1 6:+1 (1) (5)", 2),
        ("4d6>=5kh2", [5, 6, 1, 5], "5:+1 6:+1 (1:+0) (5:+1)", 2),
        ("2d6!>=5>=5", [5, 1, 2], "5:+1 2<0:+0 1:+0", 1),
        ("2d6!>=6", [6, 1, 2], "6 2<0 1", 9),
        ("0d6>=5", [], "", 0),
        ("{2d6+1d8}>=5", [5, 1, 8], "5:+1 1:+0 8:+1", 2),
    ],
)
def test_table(text, faces, lies, total):
    result = rolled(text, *faces)
    assert (table(result), result.total) == (lies, total)


@pytest.mark.parametrize(
    ("text", "faces", "total"),
    [
        ("{1d8+3, 2d6, 7}>=7", [4, 1, 5], 2),
        ("{1d8+3, 2d6, 7}>=7f<7", [4, 1, 5], 1),
        ("{1d8+3, 2d6, 7}>=7ds7", [4, 1, 5], 4),
        ("{1d8+3, 2d6, 7}kh2even", [4, 1, 5], 0),
        ("{1d8+3, 2d6, 7}>=7kl1", [4, 1, 5], 0),
    ],
)
def test_a_group_counts_its_rolls(text, faces, total):
    assert rolled(text, *faces).total == total


@given(
    st.integers(0, 10),
    st.sampled_from([">=", "<=", ">", "<", "=", "<>"]),
    st.integers(2, 9),
    st.text(max_size=3),
)
def test_the_total_is_the_number_of_dice_that_match(count, operator, value, seed):
    result = dicewright.roll(f"{count}d10{operator}{value}", seed=seed)
    matches = {
        ">=": value.__le__,
        "<=": value.__ge__,
        ">": value.__lt__,
        "<": value.__gt__,
        "=": value.__eq__,
        "<>": value.__ne__,
    }[operator]

    assert result.total == sum(map(matches, result.faces))
    assert result.successes == (result.total if count else None)


@given(st.integers(0, 10), st.text(max_size=3))
def test_failures_take_away_and_doubles_add(count, seed):
    result = dicewright.roll(f"{count}d10>=8f1ds10", seed=seed)
    ones, tens = result.faces.count(1), result.faces.count(10)

    assert result.failures == ones
    assert result.total == sum(face >= 8 for face in result.faces) + tens - ones


@given(st.integers(0, 10), st.text(max_size=3))
def test_every_die_is_even_or_odd(count, seed):
    even, odd = (dicewright.roll(f"{count}d10{parity}", seed=seed).total for parity in ("even", "odd"))
    assert even + odd == count
