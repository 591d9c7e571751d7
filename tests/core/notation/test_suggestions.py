from __future__ import annotations

import pytest

from dicewright.notation.suggestions import elsewhere, for_modifier, nearest


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("flor", ["floor", "ceil", "round"], ["floor"]),
        ("strenght", ["strength", "str", "dex"], ["strength", "str"]),
        ("xyz", ["floor", "ceil"], []),
        ("", ["floor"], []),
        ("x" * 1_000, ["x" * 40, "floor"], ["x" * 40]),
        ("aa", ["a", "aa", "aab", "aaa", "aac"], ["aa", "aab", "aaa"]),
    ],
)
def test_nearest(word, known, near):
    assert nearest(word, known) == near


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("kx", "Did you mean kh (keep highest) or kl (keep lowest)?"),
        ("evn", "Did you mean even (count even dice)?"),
        (
            "x",
            "Dice explode with !, as in 4d6!; to multiply write *, and to repeat a roll write 6x in front.",
        ),
        ("min", "A die's least value is written mi, as in 4d6mi2."),
        (
            "qqq",
            "Modifiers are kh3 (keep highest), dl1 (drop lowest), adv, ! (explode), r1 (reroll), "
            ">=5 and others.",
        ),
    ],
)
def test_for_modifier(word, hint):
    assert for_modifier(word) == hint


@pytest.mark.parametrize(("word", "hint"), [("plus", "Write + to add."), ("plsu", ""), ("damage", "")])
def test_elsewhere(word, hint):
    assert elsewhere(word) == hint
