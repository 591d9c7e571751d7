"""One roll against another: typed in one line, or an answer to what somebody has rolled."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product

import pytest

import dicewright
from dicewright import Contest, NotationError, RollError, System, SystemResult, scripted
from tests.support.game_systems import written

SYSTEMS = dicewright.systems()


@pytest.mark.parametrize(
    ("text", "faces", "winner", "by"),
    [
        ("coc 55 vs coc 40", [8, 4, 2, 1], 1, 0),
        ("coc 55 vs 40", [8, 4, 2, 1], 1, 0),
        ("COC 55 VS. coc 40", [8, 5, 6, 4], 0, 1),
        ("cthulhu 55 b1 versus coc 40 p1", [6, 6, 2, 6, 6, 5], 0, 0),
        ("v5 5 h2 vs v5 3", [10, 3, 6, 4, 2, 6, 7, 8], 1, 0),
        ("v5 5 h2 vs 3 vs v5 3", [10, 3, 6, 4, 2, 6, 7, 8], 1, 0),
        ("coc 55 vs coc 40", [9, 10, 9, 10], 0, 0),  # a fumble is worse than a failure
        ("pen 12 vs 12", [20, 19], 1, 0),
        ("gurps 12 vs gurps 10", [3, 3, 4, 3, 3, 3], 0, 0),
        ("gurps 12 vs 10", [3, 3, 4, 3, 2, 3], None, None),
        ("pen 12 vs 15", [12, 3], 0, 0),
        ("age +3 vs age +3", [2, 3, 4, 3, 2, 4], None, None),
        ("age +3 vs age +3", [2, 3, 4, 2, 2, 5], 1, 1),
        ("sr fourth 2 vs sr fourth 1", [5, 5, 6], 0, 0),
        ("wfrp 51 vs 40", [37, 11], 1, 0),
        ("3cod vs 2cod", [8, 8, 2, 3, 4], 0, 0),
    ],
)
def test_a_contest_is_typed_in_one_line(text, faces, winner, by):
    assert SYSTEMS.opposing(text) is not None
    contest = SYSTEMS.contest(text, dice=scripted(faces))
    assert (contest.winner, contest.by) == (winner, by)
    assert Contest.from_dict(json.loads(json.dumps(contest.to_dict()))) == contest


@pytest.mark.parametrize(
    "text",
    [
        "coc 55",
        "v5 5 h2 vs 3",
        "1d20 vs 15",
        "1d20 vs coc 40",
        "coc 55 vs v5 3",
        "coc 55 vs",
        "vs coc 40",
        "",
        "dnd +3 vs -2",
    ],
)
def test_what_is_no_contest_is_none(text):
    assert SYSTEMS.opposing(text) is None


def test_both_rolls_are_thrown_from_one_seed():
    contest = SYSTEMS.contest("coc 55 vs coc 40", seed="example")
    assert contest == SYSTEMS.contest("coc 55 vs coc 40", seed="example")
    first = SYSTEMS.roll("coc 55", seed="example")
    assert contest.first.faces == first.faces
    assert contest.second.faces != first.faces


def test_a_result_that_was_stored_is_answered():
    coc = SYSTEMS["coc"]
    first = coc.roll("coc 55", dice=scripted([8, 4]))
    stored = SystemResult.from_dict(json.loads(json.dumps(first.to_dict())))
    assert coc.may_oppose(stored)
    contest = coc.answer(stored, "coc 40", dice=scripted([2, 1]))
    assert (contest.first, contest.winner) == (first, 1)
    assert str(contest).endswith("\nThe second roll wins.")


def test_a_saved_value_is_not_needed_again():
    coc = SYSTEMS["coc"]
    first = coc.roll("coc spot_hidden", names={"spot_hidden": 55}, dice=scripted([9, 10]))
    assert (first.text, first.call) == ("coc spot_hidden", "coc 55")
    stored = SystemResult.from_dict(first.to_dict())
    assert coc.push(stored, dice=scripted([8, 4])).message == "37 against 55: success"
    assert coc.answer(stored, "coc 40", dice=scripted([9, 10])).winner == 0


def every_contest(system, one, other, first_dice, second_dice):
    found = {0: Fraction(0), 1: Fraction(0), None: Fraction(0)}
    chance = Fraction(1)
    for sides in (*first_dice, *second_dice):
        chance /= sides
    for faces in product(*(range(1, sides + 1) for sides in (*first_dice, *second_dice))):
        left = system.roll(one, dice=scripted(faces[: len(first_dice)]))
        right = system.roll(other, dice=scripted(faces[len(first_dice) :]))
        found[system.opposed(left, right).winner] += chance
    return found


@pytest.mark.parametrize(
    ("one", "other", "first", "second"),
    [
        ("sr 2", "sr 3", [6] * 2, [6] * 3),
        ("pen 12", "pen 25", [20], [20]),
        ("fabula d4 d6", "fabula d6 d4", [4, 6], [6, 4]),
        ("fate +1", "fate", [3] * 4, [3] * 4),
        ("wfrp 51", "wfrp 30", [100], [100]),
        ("cortex d4 d6 d4", "cortex d6 d6", [4, 6, 4], [6, 6]),
    ],
)
def test_the_odds_are_those_of_every_pair_of_throws(one, other, first, second):
    odds = SYSTEMS.contest_odds(f"{one} vs {other}")
    system = SYSTEMS.find(one)
    found = every_contest(system, one, other, first, second)
    assert (odds.first, odds.second, odds.tie) == (found[0], found[1], found[None])
    left = system.roll(one, seed="x")
    answers = system.answer_odds(left, other)
    assert answers.first + answers.second + answers.tie == 1


def test_the_odds_of_an_answer_are_those_of_every_throw():
    sr = SYSTEMS["sr"]
    first = sr.roll("sr 3", dice=scripted([5, 6, 1]))
    odds = sr.answer_odds(first, "sr 3")
    assert (odds.second, odds.tie) == (Fraction(1, 27), Fraction(6, 27))


def test_dice_without_end_leave_something_out():
    odds = SYSTEMS.contest_odds("sw 8 vs sw 6")
    assert 0 < odds.missing < Fraction(1, 10**9)
    assert odds.first + odds.second + odds.tie + odds.missing == 1


def test_what_cannot_be_compared_says_so():
    with pytest.raises(RollError, match="not an opposed roll"):
        SYSTEMS.contest("pbta +1 vs pbta +2")
    with pytest.raises(RollError, match="same kind"):
        SYSTEMS.contest("sr 3 vs sr fourth 3")
    with pytest.raises(NotationError) as caught:
        SYSTEMS["coc"].contest("coc 55")
    assert caught.value.code == "no-contest"
    with pytest.raises(ValueError, match="another system"):
        SYSTEMS["coc"].answer(SYSTEMS.roll("v5 3"), "coc 40")
    with pytest.raises(RollError, match="same kind"):
        SYSTEMS["sr"].answer(SYSTEMS.roll("sr fourth 3"), "sr 3")


OPPOSED = written(
    'usage = "@skill"\npools.d = "1d100"\nopposed = { by = ["outcome", "@skill"], tie = "a draw" }\n'
    'outcomes = [{ name = "hard", when = "@d <= @skill // 2" },'
    ' { name = "success", when = "@d <= @skill" }, { name = "failure" }]'
)


def test_a_tie_has_the_words_of_the_file():
    contest = System.from_toml(OPPOSED).contest("mine 50 vs 50", dice=scripted([40, 41]))
    assert (contest.winner, contest.words, contest.ended) == (None, "a draw", "A draw.")
    assert System.from_toml(OPPOSED).contest_odds("mine 1 vs 1").tie == Fraction(99**2 + 1, 100**2)
