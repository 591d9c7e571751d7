from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from tests.support.dice.scripted_rolls import rolled, table


@pytest.mark.parametrize(
    ("text", "faces", "lies", "total"),
    [
        ("3d6mi2", [1, 4, 2], "1=2 4 2", 8),
        ("3d6ma5", [6, 4, 5], "6=5 4 5", 14),
        ("3d6mi3ma4", [1, 6, 4], "1=3 6=4 4", 11),
        ("2d6mi9", [1, 6], "1=9 6=9", 18),
        ("2dFmi0", [1, 3], "-1=0 1", 1),
        ("2dFma-1", [1, 3], "-1 1=-1", -2),
        ("3d6kh2mi5", [1, 4, 2], "(1) 4=5 2=5", 10),
        ("1d20mi10kh1", [3], "3=10", 10),
        ("3d6mi2>=2", [1, 4, 2], "1=2:+1 4:+1 2:+1", 3),
        ("2d[hit:1,miss]mi1", [2, 1], "0=1 1", 2),
        ("{1d6+1d8}mi4", [1, 8], "1=4 8", 12),
    ],
)
def test_table(text, faces, lies, total):
    result = rolled(text, *faces)
    assert (table(result), result.total) == (lies, total)


@given(st.integers(0, 8), st.integers(-2, 8), st.text(max_size=3))
def test_no_die_counts_less_than_the_least_or_more_than_the_greatest(count, bound, seed):
    least = dicewright.roll(f"{count}d6mi{bound}", seed=seed)
    greatest = dicewright.roll(f"{count}d6ma{bound}", seed=seed)

    assert least.faces == greatest.faces
    assert least.total == sum(max(face, bound) for face in least.faces)
    assert greatest.total == sum(min(face, bound) for face in least.faces)
    assert [die.clamped for die in least.dice] == [face < bound for face in least.faces]
