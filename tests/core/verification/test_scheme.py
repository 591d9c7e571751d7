"""The formulas: that no two different records have the same hash, and that dice follow from seeds."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

import dicewright
from bench.goodness import chi_squared
from dicewright import verification as fair


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ((), b""),
        (("",), b"0:,"),
        (("a", "b"), b"1:a,1:b,"),
        (("ab",), b"2:ab,"),
        (("a,1:b",), b"5:a,1:b,"),
        ((b"\xff", 12), b"1:\xff,2:12,"),
        (("⚔",), b"3:\xe2\x9a\x94,"),
    ],
)
def test_netstrings(fields, written):
    assert fair.netstrings(*fields) == written


def test_no_record_has_the_hash_of_another():
    at = "2026-11-27T20:00:00Z"
    found = [
        fair.words_after("", "7", "xyzzy"),
        fair.words_after("", "7", "xyzz"),
        fair.words_after("", "7x", "yzzy"),
        fair.words_after(fair.words_after("", "7", "a"), "7", "b"),
        fair.words_after(fair.words_after("", "7", "b"), "7", "a"),
        fair.words_link("", "xyzzy", at),
        fair.end_link("", 1, "", "", at),
        fair.roll_link("", 1, "7", 1, sealed=False, content="", at=at),
        fair.roll_link("", 1, "7", 1, sealed=True, content="", at=at),
        fair.roll_link("", 11, "7", 1, sealed=False, content="", at=at),
        fair.roll_link("", 1, "1", 17, sealed=False, content="", at=at),
        fair.content_digest("d20", {}, "1d20"),
        fair.content_digest("d20", {"a": "b"}, "1d20"),
        fair.content_digest("d20", {"ab": ""}, "1d20"),
        fair.content_digest("d20", {}, "1d20", key=bytes(32)),
        fair.content_digest("d20", {}, "1d20", "00" * 32),
    ]
    assert all(one != other for one, other in combinations(found, 2))


def test_names_have_no_order():
    one, other = {"a": "1", "b": "2"}, {"b": "2", "a": "1"}
    assert fair.content_digest("@a+@b", one, "@a + @b") == fair.content_digest("@a+@b", other, "@a + @b")


def test_seeds_differ_by_all_that_they_are_made_of():
    made = [
        fair.roll_seed(key, player, turn, words)
        for key in (bytes(32), bytes([1]) * 32)
        for player in ("7", "71")
        for turn in (1, 11)
        for words in ("", "00" * 32)
    ]
    assert len(set(made)) == len(made) == 16


@pytest.mark.parametrize("number", [1, 2, 3, 2_048, 4_095, 4_096])
def test_each_key_leads_to_the_root_by_its_own_path_and_under_no_other_number(number):
    seals = fair.Seals(bytes(32))
    key, path = seals.key(number), seals.path(number)
    assert fair.root_of(number, key, path) == seals.root
    other = number - 1 or 2
    assert fair.root_of(other, key, path) != seals.root
    assert fair.root_of(number, seals.key(other), path) != seals.root
    assert fair.root_of(number, key, path[::-1]) != seals.root


@pytest.mark.parametrize(
    "text", ["1d20+5", "4d6kh3", "5d6!", "2d%", "4dF", "{2d6!, 1d8}kh1", "6x 2d20adv", "(1d4)d6r1", "d66"]
)
def test_a_throw_is_the_seeded_roll_with_its_sides(text):
    seed = fair.roll_seed(bytes(32), "7", 1, "")
    result = dicewright.roll(text, seed=seed)
    thrown = fair.throw(fair.Call(text, {}, result.notation), seed)
    assert (thrown.faces, thrown.total) == (result.faces, dicewright.exact_text(result.total))
    assert thrown.sides is not None
    assert all(1 <= face <= sides for face, sides in zip(result.faces, thrown.sides, strict=True))
    assert len(thrown.sides) == len(result.faces)


def test_many_dice_are_not_listed():
    thrown = fair.throw(fair.Call("501d6", {}, "501d6"), bytes(32))
    assert (thrown.faces, thrown.sides) == (None, None)
    assert thrown.total == dicewright.exact_text(dicewright.roll("501d6", seed=bytes(32)).total)


@pytest.mark.parametrize("text", ["1d2", "1d6", "1d20", "1d1000", "4d6kh3", "3d6!", "2d20kh1", "4dF"])
def test_verifiable_rolls_fall_as_the_odds_say(text):
    rolls = 5_000
    notation = dicewright.parse(text)
    # The seeds are those of five players who take turns, so what comes is the same each time.
    counts = Counter(
        notation.roll(seed=fair.roll_seed(bytes(32), str(each % 5), each // 5 + 1, "")).total
        for each in range(rolls)
    )
    _, _, p_value = chi_squared(counts, notation.odds(), rolls)
    assert p_value > 0.001
