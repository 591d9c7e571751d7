from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from dicewright import LimitError, RollError
from tests.support.dice.scripted_rolls import kept, rolled, table

SEEDS = st.text(max_size=4)
COUNTS = st.integers(0, 8)


@pytest.mark.parametrize(
    ("text", "faces", "lies", "total"),
    [
        ("3d6r1", [1, 4, 5, 1, 2], "(1) (1<0) 2<3 4 5", 11),
        ("3d6r=1", [2, 4, 5], "2 4 5", 11),
        ("3d6r<=2", [1, 4, 2, 2, 3, 6], "(1) (2<0) 3<3 4 (2) 6<2", 13),
        ("3d6r<3", [1, 4, 3, 3], "(1) 3<0 4 3", 10),
        ("3d6ro1", [1, 4, 5, 1], "(1) 1<0 4 5", 10),
        ("3d6ro<=2", [1, 4, 2, 2, 3], "(1) 2<0 4 (2) 3<2", 9),
        ("3d6ra6", [6, 4, 6, 6], "6 6<0 4 6", 22),
        ("3d6ra>=5", [1, 4, 5, 2], "1 4 5 2<2", 12),
        ("3d6ra6", [1, 4, 5], "1 4 5", 10),
        ("3d6kl2r1", [1, 4, 5, 2], "(1) 2<0 4 (5)", 6),
        ("2dFr-1", [1, 3, 2], "(-1) 0<0 1", 1),
        ("1d[0.5,2]r0.5", [1, 2], "(0.5) 2<0", 2),
        ("3d6rk1", [1, 4, 5, 3], "(1) 3<0 4 5", 12),
        ("3d6rk<=4", [1, 4, 5, 3, 2], "(1) 3<0 4 (2<1) 5", 12),
        ("1d6rk[2,3]", [3, 3], "3 (3<0)", 3),
        ("{1d6 + 1d4}rk<=2", [1, 2, 6, 1], "(1) 6<0 2 (1<1)", 8),
        ("3d4u", [2, 2, 3, 2, 1], "2 (2) (2<1) 1<3 3", 6),
        ("4d4u", [1, 2, 3, 4], "1 2 3 4", 10),
        ("3d6kh2u", [5, 5, 2, 6], "5 (5) 6<1 (2)", 11),
        ("{2d4 + 1d6}u", [1, 2, 2, 3], "1 2 (2) 3<2", 6),
        ("1d(6)r1", [1, 2], "(1) 2<0", 2),
        ("{1d6 + 1d4}r1", [1, 1, 2, 3], "(1) 2<0 (1) 3<1", 5),
    ],
)
def test_table(text, faces, lies, total):
    result = rolled(text, *faces)

    assert (table(result).replace("1/2", "0.5"), result.total) == (lies, total)
    assert all(die.replaced == (not die.kept) for die in result.dice if "k" not in text)
    assert all(not die.kept for die in result.dice if die.replaced)


@given(COUNTS, SEEDS)
def test_what_was_rerolled_matched_and_what_stays_does_not(count, seed):
    result = dicewright.roll(f"{count}d6r<=2", seed=seed)

    assert len(kept(result.dice)) == count
    assert all(die.value > 2 for die in kept(result.dice))
    assert all(die.value <= 2 for die in result.dice if die.replaced)
    assert result.total == sum(face for face in result.faces if face > 2)


@given(COUNTS, SEEDS)
def test_rerolling_once_throws_each_die_at_most_twice(count, seed):
    result = dicewright.roll(f"{count}d6ro<=3", seed=seed)
    low = sum(face <= 3 for face in result.faces[:count])

    assert len(result.faces) == count + low
    assert result.total == sum(face for face in result.faces[:count] if face > 3) + sum(result.faces[count:])


@given(COUNTS, SEEDS)
def test_adding_happens_once_for_the_pool(count, seed):
    result = dicewright.roll(f"{count}d6ra>=4", seed=seed)
    matches = any(face >= 4 for face in result.faces[:count])

    assert len(result.dice) == count + matches
    assert result.total == sum(result.faces)


@given(st.integers(0, 6), SEEDS)
def test_unique_dice_differ(count, seed):
    values = [die.value for die in kept(dicewright.roll(f"{count}d6u", seed=seed).dice)]

    assert len(values) == len(set(values)) == count


@pytest.mark.parametrize("text", ["1d6r<=6", "1d6r>0", "1d6r<>9", "d1r1", "1d(1)r1", "{1d1}r1"])
def test_what_would_never_end_is_refused(text):
    with pytest.raises(LimitError) as caught:
        dicewright.roll(text, seed="endless")
    assert caught.value.code == "endless"


@pytest.mark.parametrize("text", ["7d6u", "3d[1,1,1,2]u", "2d[hit,blank]u", "4dFu", "{3d2 + 1d2}u"])
def test_too_few_faces_to_differ(text):
    with pytest.raises(RollError) as caught:
        dicewright.roll(text, seed="unique")
    assert caught.value.code == "not-unique"
