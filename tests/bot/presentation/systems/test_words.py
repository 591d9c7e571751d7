"""The result of a game system's roll in words: no text from a file adds formatting or is too long."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.presentation.colors import Color
from bot.presentation.discord_limits import EMBED_DESCRIPTION, MESSAGE_CONTENT
from bot.presentation.systems.reply import color, game_compact_reply, game_reply
from bot.presentation.systems.words import dice_words, fitting, heading, notes_words, number_words, tally
from bot.services.systems.played import FollowUp, Played, PlayedRoll
from dicewright.rendering import ShownDie


def a_throw(message: str = "", outcome: str = "", **more: Any) -> PlayedRoll:
    return PlayedRoll(message=message, outcome=outcome, digest="", faces=(), sides=(), **more)


def a_call(*rolls: PlayedRoll) -> Played:
    return Played(system="ember", text="ember 5", call="ember 5", rolls=rolls)


@pytest.mark.parametrize(
    ("roll", "head", "number"),
    [
        (
            a_throw("4 against 3: messy critical", "messy critical", tone="mixed"),
            "◐ Messy critical",
            "4 against 3",
        ),
        (a_throw("44: success", "success", number="44", tone="success"), "✓ Success", "44"),
        (a_throw("20 against 15: hit, 7 damage", "hit"), "Hit", "20 against 15, 7 damage"),
        (a_throw("success, 3 hits", "success"), "Success", "3 hits"),
        (a_throw("Great (4) against 3: success", "success"), "Success", "Great (4) against 3"),
        (a_throw("d16: 10 against 10, success", "success"), "Success", "d16: 10 against 10"),
        # A message of its own says more than the outcome.
        (a_throw("The sky falls.", "doom", tone="disaster"), "✗✗ Doom", "The sky falls."),
        (a_throw("heads", "heads", number="2"), "Heads", "2"),
        (a_throw("", "heads", number="1/2"), "Heads", "0.5"),
        # Without an outcome, what matters most is the message.
        (a_throw("9, 12, 12"), "9, 12, 12", ""),
        (a_throw("a long way", number="1200"), "A long way", "1,200"),
        (a_throw("", number="12"), "12", ""),
        (a_throw(""), "", ""),
    ],
)
def test_heading_and_number(roll: PlayedRoll, head: str, number: str) -> None:
    assert heading(roll).replace("\\", "") == head
    assert number_words(roll).replace("\\", "") == number


def test_dice_are_distinguished_by_pool_and_mark() -> None:
    dice = (ShownDie("10", "critical"), ShownDie("3"), ShownDie("1", "failure"), ShownDie("2", "dropped"))
    roll = a_throw(pools=(("hunger_dice", dice), ("other", (ShownDie("6!", "success"),))))
    assert dice_words(roll, 200) == "hunger dice **10**, 3, __1__, 2✗ · other **6!**"


@pytest.mark.parametrize("room", [20, 30, 31, 50, 100])
def test_dice_that_do_not_fit_are_counted(room: int) -> None:
    said = fitting([("pool", [ShownDie("6")] * 100), ("more", [ShownDie("1")] * 7)], room)
    assert len(said) <= room
    shown = said.split(" …")[0].count("6")
    assert said.endswith(f"… and {107 - shown} more dice")


def test_notes_and_tally() -> None:
    assert notes_words(a_throw(notes=("glitch", "hitch"))) == "**Glitch** · **Hitch**"
    rolls = [a_throw(outcome=outcome) for outcome in ("miss", "hit", "hit", "")]
    assert tally(rolls) == "2 × hit, 1 × miss"


@pytest.mark.parametrize(
    ("tones", "expected"),
    [
        (["triumph"], Color.CRITICAL),
        (["success", "success"], Color.SUCCESS),
        (["mixed"], Color.MIXED),
        (["failure"], Color.FAILURE),
        (["disaster"], Color.DISASTER),
        (["success", "failure"], Color.PLAIN),
        ([""], Color.PLAIN),
    ],
)
def test_the_color_is_that_of_the_tone(tones: list[str], expected: Color) -> None:
    assert color(a_call(*[a_throw("x", "x", tone=tone) for tone in tones])) is expected


_LONG = a_throw(
    "**m** " * 500,
    "*o* @everyone " * 300,
    tone="success",
    notes=("[n](https://example.org) " * 50,) * 30,
    pools=tuple((f"pool{number}", (ShownDie("*_~" * 5),) * 200) for number in range(30)),
    follow_ups=(FollowUp("x" * 200, "x" * 200),) * 5,
)


@pytest.mark.parametrize("times", [1, 2, 10, 100])
def test_whatever_a_file_says_a_reply_stays_within_discords_limits(times: int) -> None:
    played = a_call(*[_LONG] * times)
    embed = game_reply(played, player="p" * 100, note="n" * 300)
    assert embed.description is not None
    assert len(embed.description) <= EMBED_DESCRIPTION
    assert (
        len(game_compact_reply(played, player="p" * 100, note="n" * 300, luck="l" * 100)) <= MESSAGE_CONTENT
    )
    assert not re.search(r"(?<!\\)(?:@everyone|\]\()", embed.description)
