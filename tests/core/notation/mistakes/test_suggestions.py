from __future__ import annotations

import pytest

from dicewright.notation.mistakes.suggestions import distance, nearest, slips, spoken


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
    ("one", "other", "steps"),
    [
        ("", "", 0),
        ("kh", "kh", 0),
        ("kx", "kh", 1),
        ("hk", "kh", 1),
        ("khh", "kh", 1),
        ("k", "kh", 1),
        ("florr", "floor", 1),
        ("rnd", "round", 2),
        ("ore", "round", 4),
        ("", "adv", 3),
    ],
)
def test_distance(one, other, steps):
    assert distance(one, other) == distance(other, one) == steps


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("kx", ["kh", "kl"]),
        ("dsi", ["dis"]),
        ("rnd", ["round"]),
        ("ore", []),
        ("help", []),
        ("dnd", []),
        ("ood", ["odd"]),
    ],
)
def test_slips(word, near):
    assert slips(word, ["kh", "kl", "dis", "odd", "round", "floor", "k"]) == near


@pytest.mark.parametrize(
    ("word", "hint"),
    [("plus", "Write + to add."), ("advantge", "Write adv, as in 1d20adv."), ("plsu", ""), ("damage", "")],
)
def test_spoken(word, hint):
    assert spoken(word) == hint
