"""Dice as pictures in replies: beside the numbers, for up to two dozen of them, all or none."""

from __future__ import annotations

import pytest

import dicewright
from bot.dice_faces import DROPPED
from bot.presentation.dice.emojis import NO_PICTURES, Pictures
from bot.presentation.dice.line import beside, rolls_pictured
from bot.presentation.dice.pictures import pictures
from bot.presentation.rolls.reply import roll_reply
from dicewright import scripted

# Each as its name in brackets, so that a test can be read.
ALL = Pictures({name: f"<{name}>" for name in pictures()})
# As long as Discord's.
LONG = Pictures({name: f"<:{name}:{10**18 + place}>" for place, name in enumerate(pictures())})
EMBED_DESCRIPTION = 4_096


def described(text: str, *faces: int, shown: Pictures = LONG) -> list[str]:
    result = dicewright.roll(text, dice=scripted(faces))
    description = roll_reply(result, pictures=shown).description
    assert description is not None
    assert len(description) <= EMBED_DESCRIPTION
    return description.split("\n")


def emoji(name: str) -> str:
    return LONG.written([name])


@pytest.mark.parametrize(
    ("text", "faces", "expected"),
    [
        ("1d20 + 5", [12], ["<d20_12>"]),
        ("4d6kh3", [6, 1, 3, 6], [f"<d6_6><d6_1{DROPPED}><d6_3><d6_6>"]),
        ("1d100", [42], ["<tens_40><ones_2>"]),
        ("{1d8, 1d6}kh1", [2, 5], [f"<d8_2{DROPPED}><d6_5>"]),
        ("{2d8kh1, 1d6}kl1", [2, 7, 5], [f"<d8_2{DROPPED}><d8_7{DROPPED}><d6_5>"]),
        ("2x 1d6; 1d8", [1, 2, 3], ["<d6_1>", "<d6_2>", "<d8_3>"]),
        ("24d6", [1] * 24, ["<d6_1>" * 24]),
        # Too many, none at all, or one without a picture: then all are text.
        ("25d6", [1] * 25, [""]),
        ("5x 5d6", [1] * 25, [""] * 5),
        ("7", [], [""]),
        ("1d6 + 1d7", [1, 2], [""]),
        ("1d6; 1d7", [1, 2], ["", ""]),
        ("1d6; 7", [1], ["", ""]),
    ],
)
def test_which_dice_are_shown(text: str, faces: list[int], expected: list[str]) -> None:
    result = dicewright.roll(text, dice=scripted(faces))
    assert rolls_pictured(result.rolls, ALL) == expected
    assert rolls_pictured(result.rolls, NO_PICTURES) == [""] * len(expected)


def test_until_each_picture_is_there_dice_are_text() -> None:
    result = dicewright.roll("2d6", dice=scripted([1, 2]))
    assert rolls_pictured(result.rolls, Pictures({"d6_1": "<:d6_1:1>"})) == [""]


def test_a_few_dice_stand_beside_the_total_and_the_numbers_stay() -> None:
    assert described("1d20 + 5", 12) == [f"# 17 \N{EN SPACE}{emoji('d20_12')}", "1d20 (12) + 5"]
    assert described("1d20 + 5", 12, shown=NO_PICTURES) == ["# 17", "1d20 (12) + 5"]


def test_more_dice_have_a_line_of_their_own() -> None:
    total, dice, numbers = described("8d6", *[3] * 8)
    assert (total, dice, numbers) == ("# 24", emoji("d6_3") * 8, "8d6 (3, 3, 3, 3, 3, 3, 3, 3)")


def test_each_repeat_has_its_dice_beside_its_total() -> None:
    totals, first, second, third, summed = described("3x 2d6kh1", 1, 6, 2, 2, 5, 4)
    assert (totals, summed) == ("# 6, 2, 5", "13 in total")
    assert first == f"**6** {emoji('d6_1' + DROPPED)}{emoji('d6_6')} · 2d6kh1 (1✗, 6)"
    assert second.startswith(f"**2** {emoji('d6_2')}{emoji('d6_2' + DROPPED)} · ")
    assert third.startswith(f"**5** {emoji('d6_5')}{emoji('d6_4' + DROPPED)} · ")


@pytest.mark.parametrize(
    ("text", "dice"),
    [("24d20", 24), ("24x 1d20", 24), ("12d100", 12), ("12x 2d12kh1 # a note that is not short at all", 24)],
)
def test_the_longest_stay_within_discords_limits(text: str, dice: int) -> None:
    said = "\n".join(described(text, *[11] * dice))
    assert "11" in said


@pytest.mark.parametrize(
    ("heading", "dice", "expected"),
    [("# 17", 0, 1), ("# 17", 6, 1), ("# 17", 7, 2), ("# " + "x" * 60, 1, 2)],
)
def test_where_dice_stand(heading: str, dice: int, expected: int) -> None:
    lines = beside(heading, emoji("d6_1") * dice)
    assert len(lines) == expected
    assert lines[0].startswith(heading)


def test_what_was_remembered_without_pictures_is_not_shown_for_ever() -> None:
    result = dicewright.roll("1d20", dice=scripted([7]))
    first, second, third = (
        roll_reply(result, pictures=each).description for each in (NO_PICTURES, LONG, NO_PICTURES)
    )
    assert first == third != second
