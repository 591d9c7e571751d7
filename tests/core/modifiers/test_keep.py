from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from dicewright import RollError
from dicewright.modifiers.keep import chosen
from tests.support.dice.scripted_rolls import kept, rolled, table


@pytest.mark.parametrize(
    ("text", "faces", "lies", "total"),
    [
        ("4d6kh3", [6, 1, 5, 3], "6 (1) 5 3", 14),
        ("4d6kh", [6, 1, 5, 6], "6 (1) (5) (6)", 6),
        ("4d6kl2", [6, 1, 5, 3], "(6) 1 (5) 3", 4),
        ("5d6km3", [6, 1, 5, 3, 2], "(6) (1) 5 3 2", 10),
        ("4d6km1", [6, 1, 5, 3], "(6) (1) (5) 3", 3),
        ("4d6km3", [6, 1, 5, 3], "(6) 1 5 3", 9),
        ("2d6kh9", [1, 2], "1 2", 3),
        ("0d6kh1", [], "", 0),
        ("4d6dh1", [6, 1, 5, 6], "(6) 1 5 6", 12),
        ("4d6dl2", [6, 1, 5, 1], "6 (1) 5 (1)", 11),
        ("4d6kh3kl1", [6, 1, 5, 3], "(6) (1) (5) 3", 3),
        ("4d6dl1dh1", [6, 1, 5, 3], "(6) (1) 5 3", 8),
        ("1d20adv", [3, 17], "(3) 17", 17),
        ("1d20adv2", [3, 17, 18], "(3) (17) 18", 18),
        ("2d6dis", [3, 6, 1], "3 (6) 1", 4),
        ("0d6adv", [], "", 0),
        ("3d6kh2adv", [1, 2, 3, 4], "(1) (2) 3 4", 7),
        ("{1d8+3, 2d6, 7}kh1", [2, 4, 5], "(2) 4 5", 9),
        ("{1d8+3, 2d6, 7}kl2", [2, 4, 5], "2 (4) (5)", 12),
        ("{3d6, 2d8}km1", [1, 2, 3, 8, 8], "1 2 3 (8) (8)", 6),
        ("{4d6+3d8}kh4", [1, 2, 3, 6, 8, 7, 1], "(1) (2) 3 6 8 7 (1)", 24),
        ("{2d6*2}kh1", [2, 5], "(2) 5", 10),
        ("{10-2d6}kh1", [2, 5], "(2) 5", 5),
    ],
)
def test_table(text, faces, lies, total):
    result = rolled(text, *faces)

    if text.startswith("{") and "," in text:
        lies, shown = "", ""  # a group drops rolls, and their dice stay as they were
        assert [die.value for die in result.dice] == faces
    else:
        shown = table(result)
    assert (shown, result.total) == (lies, total)


@pytest.mark.parametrize(
    ("values", "which", "number", "positions"),
    [
        ([3, 6, 1, 4], "highest", 2, {1, 3}),
        ([3, 6, 1, 4], "lowest", 2, {0, 2}),
        ([5, 5, 5], "highest", 1, {0}),
        ([5, 5, 5], "lowest", 1, {0}),
        ([5, 5, 5], "middle", 1, {1}),
        ([1, 2, 3, 4], "middle", 2, {1, 2}),
        ([1, 2, 3, 4], "middle", 1, {1}),
        ([1, 2], "middle", 5, {0, 1}),
        ([], "highest", 1, set()),
    ],
)
def test_chosen(values, which, number, positions):
    assert chosen(values, which, number) == positions


@pytest.mark.parametrize(
    ("text", "faces", "lies", "total"),
    [
        ("4d6out=1", [1, 4, 1, 5], "(1) 4 (1) 5", 9),
        ("4d6 OUT 1", [1, 4, 1, 5], "(1) 4 (1) 5", 9),
        ("4d6out<3kh1", [1, 4, 2, 5], "(1) (4) (2) 5", 5),
        ("4d6out[1,5..6]", [1, 4, 6, 5], "(1) 4 (6) (5)", 4),
        ("4d6kh3out=4", [1, 4, 6, 5], "(1) (4) 6 5", 11),
        ("{1d6 + 1d8}out=1kh1", [1, 7], "(1) 7", 7),
        ("2d6out<=6", [1, 7 - 1], "(1) (6)", 0),
        ("3d6>=4out=6", [6, 4, 1], "(6:+1) 4:+1 1:+0", 1),
    ],
)
def test_dice_that_are_taken_out_count_no_longer(text, faces, lies, total):
    result = rolled(text, *faces)
    assert (table(result), result.total) == (lies, total)


@given(st.integers(1, 12), st.integers(1, 14), st.sampled_from("hl"), st.text(max_size=3))
def test_the_best_are_kept_and_no_others(count, number, end, seed):
    result = dicewright.roll(f"{count}d6k{end}{number}", seed=seed)
    order = sorted(result.faces, reverse=end == "h")

    assert sorted((die.value for die in kept(result.dice)), reverse=end == "h") == order[:number]
    assert result.total == sum(order[:number])
    assert len(result.dice) == count


@given(st.integers(2, 12), st.integers(1, 11), st.text(max_size=3))
def test_dropping_is_keeping_the_others(count, number, seed):
    number = min(number, count - 1)
    dropped = dicewright.roll(f"{count}d6dl{number}", seed=seed)
    best = dicewright.roll(f"{count}d6kh{count - number}", seed=seed)

    assert dropped.total == best.total


@given(st.integers(1, 12), st.integers(1, 12), st.text(max_size=3))
def test_the_middle_leaves_as_many_on_either_side(count, number, seed):
    result = dicewright.roll(f"{count}d20km{number}", seed=seed)
    order = sorted(result.faces)
    below = max(0, count - number) // 2

    assert sorted(die.value for die in kept(result.dice)) == order[below : below + number]


@given(st.integers(1, 8), st.integers(1, 4), st.text(max_size=3))
def test_advantage_is_rolling_more_and_keeping_as_many(count, more, seed):
    result = dicewright.roll(f"{count}d20adv{more}", seed=seed)

    assert result.total == dicewright.roll(f"{count + more}d20kh{count}", seed=seed).total
    assert [die.origin for die in result.dice] == ["rolled"] * count + ["advantage"] * more


def test_advantage_needs_dice_of_one_kind():
    with pytest.raises(RollError, match="several kinds"):
        dicewright.roll("{1d20 + 1d4}adv")
