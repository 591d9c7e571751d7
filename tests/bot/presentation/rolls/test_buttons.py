"""Buttons whose custom ids hold all they mean, in Discord's hundred characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot import texts
from bot.presentation.discord_limits import CUSTOM_ID
from bot.presentation.rolls.buttons import (
    DICE,
    LOOK,
    MENU,
    ODDS,
    ROLL,
    SAVE,
    ButtonState,
    Use,
    look_menu,
    reveal_button,
    roll_buttons,
    state_pattern,
)
from bot.services.rolls.rolling import again
from bot.store.button_states import key_of
from bot.store.called import UNCALLED, Called
from bot.store.visibility import Visibility
from tests.support.dice.brackets import Brackets
from tests.support.discord_rules import problems

if TYPE_CHECKING:
    from bot.presentation.rolls.buttons import RollButtons

CALLBACK = "/interactions/1/token/callback"


def buttons(
    text: str,
    note: str = "",
    visibility: Visibility = Visibility.EVERYONE,
    called: Called = UNCALLED,
    **more: Any,
) -> RollButtons:
    return roll_buttons(Use(again(dicewright.parse(text)), note, visibility, called), key_of, **more)


def shown(made: RollButtons) -> list[tuple[str | None, str]]:
    """Return the labels of all buttons and options, and what each stands for."""
    found: list[tuple[str | None, str]] = []
    for item in made.view.children:
        if isinstance(item, discord.ui.Select):
            assert item.custom_id == MENU
            found += [(option.label, option.value) for option in item.options]
        else:
            assert isinstance(item, discord.ui.Button)
            found.append((item.label, str(item.custom_id)))
    return found


async def labels(text: str) -> list[str | None]:
    return [label for label, _stands_for in shown(buttons(text))]


@pytest.mark.parametrize(
    ("text", "two", "menu"),
    [
        ("1d20+5", ["Roll again", "Adv"], ["With disadvantage", "Odds", "Save under a name"]),
        ("1d20adv+5", ["Roll again", "Plain"], ["With disadvantage", "Odds", "Save under a name"]),
        ("2d20kl1", ["Roll again", "Plain"], ["With advantage", "Odds", "Save under a name"]),
        ("4d6kh3", ["Roll again", "Odds"], ["Save under a name"]),
    ],
)
async def test_two_buttons_and_a_menu(text: str, two: list[str], menu: list[str]) -> None:
    first, second, select = buttons(text).view.children
    assert (await labels(text))[:2] == two
    assert (first.row, second.row, select.row) == (0, 0, 1)
    assert isinstance(select, discord.ui.Select)
    assert [option.label for option in select.options] == menu


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


async def test_look_is_the_last_in_the_menu() -> None:
    made = buttons("1d20+5", token="t" * 22)
    assert shown(made)[-1] == ("Look (only for the GM)", f"{LOOK}:{'t' * 22}")
    assert [label for label, _ in shown(made)[:-1]] == await labels("1d20+5")
    (select,) = look_menu("t" * 22).children
    assert isinstance(select, discord.ui.Select)
    assert [option.label for option in select.options] == ["Look (only for the GM)"]


async def test_a_huge_roll_has_its_dice_in_a_file() -> None:
    label, stands_for = shown(buttons("200d6", seed=b"\x01\x02"))[-1]
    assert (label, stands_for) == ("All dice as a file", f"{DICE}:e0102 200d6¦")


async def test_what_they_stand_for_is_in_them() -> None:
    made = buttons("1d20+5", "to hit", Visibility.ONLY_ME)
    assert made.kept == ()
    assert [stands_for for _label, stands_for in shown(made)] == [
        "roll:m1d20 + 5¦to hit",
        "roll:m1d20adv + 5¦to hit",
        "roll:m1d20dis + 5¦to hit",
        "odds:m1d20 + 5¦to hit",
        "save:m1d20 + 5¦to hit",
    ]


@pytest.mark.parametrize(
    ("text", "called", "stand_for"),
    [
        ("1d20+5", Called("attack"), ["= attack", "=+attack", "=-attack"]),
        ("1d20adv+5", Called("attack", "adv"), ["=+attack", "= attack", "=-attack"]),
        ("1d20adv+5", Called("attack"), ["= attack", "=~attack", "=-attack"]),
        ("(1d20+5)+2", Called("@attack + 2"), ["= @attack + 2", "=+@attack + 2", "=-@attack + 2"]),
    ],
)
async def test_a_saved_roll_keeps_its_name(text: str, called: Called, stand_for: list[str]) -> None:
    made = buttons(text, called=called)
    ids = [stands_for for _label, stands_for in shown(made) if stands_for.startswith(ROLL)]
    assert [custom_id.removeprefix("roll:e").partition("¦")[0] for custom_id in ids] == stand_for


LONG = "1d20 + " + " + ".join(f"{number}d6[label {number}]" for number in range(1, 40))


@pytest.mark.parametrize("note", ["", "n" * 200, "¦" * 200, "two\nlines"])
@pytest.mark.parametrize("text", ["1d20", "1d20+" + "1" * 70, LONG, "100x 1d20[ü¦]", "1d20 # " + "x" * 900])
async def test_they_fit_whatever_is_rolled(text: str, note: str) -> None:
    made = buttons(text, note)
    body = {"type": 4, "data": {"components": made.view.to_components()}}
    assert problems("POST", CALLBACK, body) == []
    ids = [stands_for for _label, stands_for in shown(made)]
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


names = st.builds(Called, st.text(min_size=1), st.sampled_from(["", "adv", "dis", "plain"]))


@given(st.text(), st.text(), st.sampled_from(Visibility), st.one_of(st.just(UNCALLED), names))
def test_a_state_can_be_read_again(text: str, note: str, visibility: Visibility, called: Called) -> None:
    # No notation begins with the sign of a name.
    text = text.lstrip("=")
    read = ButtonState.read(str(ButtonState(text, note, visibility, called)))
    assert (read.text, read.visibility) == (text, visibility)
    assert (read.called.name, read.called.way) == (called.name.replace("¦", "|"), called.way)
    assert ButtonState.read(str(read)) == read


async def test_the_buttons_of_secret_rolls_are_taken_by_discord() -> None:
    for view in (look_menu("t" * 22), reveal_button("t" * 22)):
        assert problems("POST", CALLBACK, {"type": 4, "data": {"components": view.to_components()}}) == []
