"""Suggestions for calls: what is missing, what each part is, and the chance of success."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.services.systems.calls import GameCalls
from bot.services.systems.odds.later import LaterChances
from bot.services.systems.suggesting import GameSuggestions
from dicewright import System
from dicewright.systems.registry import shipped
from tests.support.hosts.workers import at_once

if TYPE_CHECKING:
    from bot.services.rolls.suggestion import Suggestion

SUGGESTIONS = GameSuggestions(GameCalls(dicewright.systems()))


def of(typed: str, **names: str) -> list[tuple[str, str, str, str]]:
    found = SUGGESTIONS.of_call(typed, names)
    return [_shown(each) for each in found]


async def completed(typed: str) -> tuple[str, str, str, str]:
    """Return the first suggestion, with a chance from a worker if it is not cheap to know."""
    suggestions = GameSuggestions(SUGGESTIONS.games, LaterChances(at_once))
    first, *_others = await suggestions.completed(suggestions.of_call(typed, {}))
    return _shown(first)


def _shown(each: Suggestion) -> tuple[str, str, str, str]:
    return each.origin, each.text, each.meaning, each.figures


@pytest.mark.parametrize(
    ("typed", "meaning", "figures"),
    [
        ("v5 7 h2 vs 3", "7 dice in all, 2 hunger, against 3", "78% success"),
        ("v5 7", "7 dice in all", "99.22% success"),
        ("pbta +2", "+2 stat", "83.3% success"),
        ("cortex d6 d8 d10", "d6 d8 d10", "99.79% success"),
        ("dnd attack +5 vs 15 2d6+3", "+5 attack modifier, against 15, 2d6+3", "55% success"),
        ("genesys yggpp", "yggpp", "65.1% success"),
        ("alien 4 s2", "4 base dice, 2 stress", "66.5% success"),
        # Where nothing says what a success is, there is no chance of one.
        ("dnd +3", "+3 modifier", ""),
        ("fate", "Fate", "61.7% success"),
    ],
)
async def test_what_was_understood_comes_first(typed: str, meaning: str, figures: str) -> None:
    assert await completed(typed) == ("typed", typed, meaning, figures)


def test_odds_that_take_longer_than_others_who_are_typing_should_wait() -> None:
    assert of("v5 30 h5")[0] == ("typed", "v5 30 h5", "30 dice in all, 5 hunger", "")


@pytest.mark.parametrize(
    ("typed", "more"),
    [
        ("v5 7", [("v5 7 h2", "Hunger, 0 to 5"), ("v5 7 vs 4", "Difficulty")]),
        ("v5 7 h2", [("v5 7 h2 vs 4", "Difficulty")]),
        ("v5 7 h2 vs 3", []),
        ("pbta", [("pbta +2", "Stat"), ("pbta adv", "adv"), ("pbta dis", "dis")]),
    ],
)
def test_then_what_may_be_added(typed: str, more: list[tuple[str, str]]) -> None:
    found = [(text, meaning.split(", -")[0]) for origin, text, meaning, _ in of(typed) if origin == "more"]
    assert found == more


@pytest.mark.parametrize(
    ("typed", "text", "meaning"),
    [
        ("v5", "v5 5 h2 vs 4", "missing: Dice in all, 1 to 30"),
        ("V5 ", "v5 5 h2 vs 4", "missing: Dice in all, 1 to 30"),
        ("v5 7 vs", "v5 7 vs 4", "missing: Difficulty"),
        ("genesys", "genesys yggpp", "missing: Dice, such as yggpp"),
    ],
)
def test_what_is_missing(typed: str, text: str, meaning: str) -> None:
    assert of(typed)[0] == ("missing", text, meaning, "")


def test_the_other_rolls_of_a_system() -> None:
    rolls = [text for origin, text, *_ in of("dnd") if origin == "roll"]
    assert "dnd stats" in rolls
    assert [(origin, text) for origin, text, *_ in of("dnd at")] == [("roll", "dnd attack +7 vs 15 2d6+4")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("v5 7 h9", "Hunger should be 0 to 5."), ("v5 7 zx", '"zx" is not understood by v5.')],
)
def test_a_mistake_is_said(typed: str, said: str) -> None:
    ((origin, text, meaning, _),) = of(typed)
    assert (origin, text) == ("mistake", typed)
    assert said in meaning


@pytest.mark.parametrize(
    ("typed", "figures"),
    [("sw 8", "81.2% success"), ("sw 10 +1", "93.3% success"), ("feng 14", "88.6% success")],
)
async def test_a_few_dice_that_explode_have_their_chance(typed: str, figures: str) -> None:
    assert (await completed(typed))[3] == figures


def test_what_is_meant_by_a_mistake_comes_with_its_chance() -> None:
    mistake, meant = of("v5 7 2h vs 3")
    assert mistake[:2] == ("mistake", "v5 7 2h vs 3")
    assert meant == ("more", "v5 7 h2 vs 3", "7 dice in all, 2 hunger, against 3", "78% success")


def test_saved_values_are_numbers_here() -> None:
    assert of("coc spot", spot="55")[0] == ("typed", "coc spot", "55 skill or characteristic", "55% success")


@pytest.mark.parametrize(
    ("typed", "commands"),
    [
        ("vamp", ["v5"]),
        ("Call of", ["coc"]),
        ("savage", ["sw"]),
        ("cthul", ["coc"]),
        ("hello", []),
        ("", []),
        ("4", []),
    ],
)
def test_systems_whose_name_begins_so(typed: str, commands: list[str]) -> None:
    found = [each.text.split()[0] for each in SUGGESTIONS.beginning(typed)]
    assert found[: len(commands) or 1] == commands


@pytest.mark.parametrize("command", dicewright.systems().commands)
def test_everything_suggested_can_be_rolled(command: str) -> None:
    system = dicewright.systems()[command]
    for roll in system.rolls:
        words = system.example(roll).split()
        for count in range(1, len(words) + 1):
            for each in SUGGESTIONS.of_call(" ".join(words[:count]), {}):
                if each.origin != "mistake":
                    assert SUGGESTIONS.games.read(each.text).call


def test_names_are_suggested_without_reading_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    unread = shipped.__wrapped__()
    monkeypatch.setattr(System, "from_toml", None)
    found = list(GameSuggestions(GameCalls(unread)).beginning("call of"))
    assert [(each.text, each.meaning) for each in found] == [("coc 55 b1", "Call of Cthulhu, 7th edition")]
