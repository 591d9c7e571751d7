"""The odds of the rarer parts of the notation, held against the roller."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright.notation.parser import parse
from tests.core.probability.test_exact import (
    ENDLESS,
    LEAST,
    assert_odds_are_those_of_the_roller,
    texts,
)

VALUE_SETS = texts("""
2d4![1,4] | 2d4!![2,4] | 2d4!p[1,4] | 2d4!o[1,3..4] | 2d4r[1,3] | 2d4ro[1,3] | 3d4ra[1,4] | 3d6=[4..6]
3d6=[1,3,9] | 3d6>=5f[1,2] | 3d6>=5ds[5..6]kh2 | 2d20cs[19,20]cf[1,2] | {2d4,1d6}=[3..5] | {2d4+1d6}=[1,4]
2d[0.5,1,2]r[0.5..0.7] | 2dF=[-1,1] | 3d[a:1,b:2,3]ro[1..2]
""")


@pytest.mark.parametrize("text", VALUE_SETS)
def test_odds_are_those_of_the_roller(text):
    (roll,) = parse(text).rolls
    assert_odds_are_those_of_the_roller(roll, least=LEAST if ENDLESS.search(text) else Fraction(0))
