"""Buttons whose custom ids hold all they mean, in Discord's hundred characters."""

from __future__ import annotations

import re

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot import texts
from bot.presentation.discord_limits import CUSTOM_ID
from bot.presentation.rolls.buttons import (
    ODDS,
    ROLL,
    SAVE,
    ButtonState,
    blind_buttons,
    look_button,
    reveal_button,
    roll_buttons,
    state_pattern,
)
from bot.services.rolls.rolling import again
from bot.store.button_states import key_of
from bot.store.visibility import Visibility
from tests.support.dice.brackets import Brackets
from tests.support.discord_rules import problems

CALLBACK = "/interactions/1/token/callback"


def buttons(text: str, note: str = "", visibility: Visibility = Visibility.EVERYONE):
    return roll_buttons(again(dicewright.parse(text)), note, visibility, key_of)


async def labels(text: str) -> list[str | None]:
    return [item.label for item in buttons(text).view.children]  # type: ignore[attr-defined]


async def test_which_buttons_a_roll_has() -> None:
    assert await labels("1d20+5") == ["Roll again", "Adv", "Dis", "Odds", "Save"]
    assert await labels("4d6kh3") == ["Roll again", "Odds", "Save"]


async def test_a_row_is_written_out_once_as_discord_py_does(monkeypatch: pytest.MonkeyPatch) -> None:
    view = buttons("1d20+5").view
    written = view.to_components()
    assert written == discord.ui.View.to_components(view)
    monkeypatch.setattr(discord.ui.View, "to_components", lambda _view: pytest.fail("written out again"))
    assert buttons("1d20+5").view.to_components() == written


async def test_those_of_one_language_are_not_shown_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    english = await labels("3d8")
    monkeypatch.setattr(texts, "_load", lambda _name: Brackets())
    with texts.language("nl"):
        assert await labels("3d8") == [f"⟦{label}⟧" for label in english]
    monkeypatch.undo()
    assert await labels("3d8") == english


async def test_a_blind_roll_has_the_same_and_the_gms_in_a_row_above() -> None:
    made = blind_buttons("t" * 22, again(dicewright.parse("1d20+5")), "", key_of)
    shown = [(item.row, item.label) for item in made.view.children]  # type: ignore[attr-defined]
    assert shown == [(0, "Look (GM)"), *[(1, label) for label in await labels("1d20+5")]]
    assert [item.label for item in blind_buttons("t" * 22, None, "", key_of).view.children] == [  # type: ignore[attr-defined]
        "Look (GM)"
    ]


async def test_what_they_stand_for_is_in_them() -> None:
    made = buttons("1d20+5", "to hit", Visibility.ONLY_ME)
    assert made.kept == ()
    assert [item.custom_id for item in made.view.children] == [  # type: ignore[attr-defined]
        "roll:m1d20 + 5¦to hit",
        "roll:m1d20adv + 5¦to hit",
        "roll:m1d20dis + 5¦to hit",
        "odds:m1d20 + 5¦to hit",
        "save:m1d20 + 5¦to hit",
    ]


LONG = "1d20 + " + " + ".join(f"{number}d6[label {number}]" for number in range(1, 40))


@pytest.mark.parametrize("note", ["", "n" * 200, "¦" * 200, "two\nlines"])
@pytest.mark.parametrize("text", ["1d20", "1d20+" + "1" * 70, LONG, "100x 1d20[ü¦]", "1d20 # " + "x" * 900])
async def test_they_fit_whatever_is_rolled(text: str, note: str) -> None:
    made = buttons(text, note)
    body = {"type": 4, "data": {"components": made.view.to_components()}}
    assert problems("POST", CALLBACK, body) == []
    ids = [item.custom_id for item in made.view.children]  # type: ignore[attr-defined]
    assert max(map(len, ids)) <= CUSTOM_ID
    kept = {key_of(state): state for state in made.kept}
    expected = again(dicewright.parse(text))
    rolled = []
    for custom_id in ids:
        (found,) = filter(None, (re.fullmatch(state_pattern(kind), custom_id) for kind in (ROLL, ODDS, SAVE)))
        state = ButtonState.read(found["state"] or kept[found["key"]])
        assert "\n" not in state.note
        rolled.append(state.text)
    assert rolled == [
        expected.text,
        expected.with_advantage,
        expected.with_disadvantage,
        *[expected.text] * 2,
    ]


@given(st.text(), st.text(), st.sampled_from(Visibility))
def test_a_state_can_be_read_again(text: str, note: str, visibility: Visibility) -> None:
    read = ButtonState.read(str(ButtonState(text, note, visibility)))
    assert (read.text, read.visibility) == (text, visibility)
    assert ButtonState.read(str(read)) == read


async def test_the_buttons_of_secret_rolls_are_taken_by_discord() -> None:
    for view in (look_button("t" * 22), reveal_button("t" * 22)):
        assert problems("POST", CALLBACK, {"type": 4, "data": {"components": view.to_components()}}) == []
