"""What Dice Maiden's users type, in the order in which that bot applies it."""

from __future__ import annotations

import pytest

import dicewright
from bot.services.guide.dice_maiden import Wrapped, is_private, translated_pool, unwrapped

CALLS = frozenset({"sw8", "4cod", "gb 3d8"})


@pytest.mark.parametrize(
    ("typed", "ours"),
    [
        ("8d10 t7", "8d10>=7"),
        ("8d10 t7 t10", "8d10>=7ds10"),
        ("8d10 t10 t7", "8d10>=7ds10"),
        ("8d10t7t9", "8d10>=7ds>=9"),
        ("8d10 t7ds", "8d10>=7ds>=7"),
        ("8d10 t7ds9", "8d10>=7ds>=9"),
        ("8d10 tl3", "8d10<=3"),
        ("8d10 tl1 tl3", "8d10<=3ds<=1"),
        ("8d10 tl3ds1", "8d10<=3ds<=1"),
        ("8d10 t7 f1", "8d10>=7f<=1"),
        ("8d10 f2 t7", "8d10>=7f<=2"),
        ("8d10 t7 b1", "8d10cf<=1>=7"),
        ("8d10 b", "8d10cf<=1"),
        ("4d6 e6", "4d6!o>=6"),
        ("4d6 e", "4d6!o"),
        ("4d6ie", "4d6!"),
        ("4d6 k3 ie6", "4d6!>=6kh3"),
        ("4d6 kl1 e6", "4d6!o>=6kl1"),
        ("5d10 t8 ie10 r7", "5d10!>=10ro<=7>=8"),
        ("4d6 ir2", "4d6r<=2"),
        ("4d6 rg5 d1", "4d6ro>=5dl1"),
        ("4d6 irg5", "4d6r>=5"),
        ("d20 adv1 t15", "1d20adv1>=15"),
        ("6 4d6 e6 k3", "6x 4d6!o>=6kh3"),
        ("2D20 T15 + 2", "2d20>=15 + 2"),
        ("10d6 t5 - 1", "10d6>=5 - 1"),
    ],
)
def test_a_pool(typed: str, ours: str) -> None:
    assert translated_pool(typed) == ours
    dicewright.parse(ours)


@pytest.mark.parametrize(
    "typed",
    [
        # What means the same here is no translation, and what cannot be written here has none.
        *(
            "4d6",
            "4d6k3",
            "4d6 r2",
            "1d20+5",
            "8d10 t7 c",
            "4d6 i1",
            "4d6 x6",
            "8d10 t8 tl2",
            "8d10 t7 + 1d6",
        ),
        *("", "t7", "4cod", "v5 7 h2", "8d10 t7 " + "t8 " * 100),
    ],
)
def test_no_pool_of_theirs(typed: str) -> None:
    assert translated_pool(typed) == ""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("(gm) sw8", Wrapped("sw8", note="gm")),
        ("(round 2) 4cod", Wrapped("4cod", note="round 2")),
        ("3 sw8", Wrapped("sw8", times=3)),
        ("s 4cod", Wrapped("4cod")),
        ("NR ul 4cod", Wrapped("4cod")),
        ("s (fire) 2 gb 3d8", Wrapped("gb 3d8", times=2, note="fire")),
        ("sw8", None),
        ("(gm) nothing", None),
        ("3 nothing", None),
        ("()", None),
        ("(" * 500, None),
    ],
)
def test_what_stands_around_a_roll(typed: str, found: Wrapped | None) -> None:
    assert unwrapped(typed, CALLS.__contains__) == found


@pytest.mark.parametrize(
    ("typed", "private"),
    [
        ("p 4d6", True),
        ("s p sr6", True),
        ("P nr 4cod", True),
        ("p", False),
        ("pbta +2", False),
        ("s 4d6", False),
    ],
)
def test_the_flag_that_hides_a_roll(typed: str, private: bool) -> None:
    assert is_private(typed) == private
