"""Calls in what players type: which texts are calls, what they are in full, and their results."""

from __future__ import annotations

import pytest

import dicewright
from bot.services.systems.calls import GameCalls
from bot.services.systems.played import FollowUp, Played
from dicewright import DiceError, LimitError, NotationError, scripted, seeded

GAMES = GameCalls(dicewright.systems())


@pytest.mark.parametrize(
    "text",
    ["v5 7 h2 vs 3", "V5 7", " vampire 3", "coc", "3x v5 7", "3 # coc 55", "fate+2", "coc55", "ore#10d10"],
)
def test_texts_whose_first_word_is_that_of_a_system(text: str) -> None:
    assert GAMES.begins_call(text) or GAMES.knows(text)


@pytest.mark.parametrize(
    "text",
    ["1d20", "4d6kh3 # v5", "floor(1d6)", "@attack", "{1d6,v5}", "d20", "", "#", "6x 4d6", "max(1d6, 2)"],
)
def test_texts_that_are_left_to_dice_notation(text: str) -> None:
    assert not GAMES.begins_call(text)


@pytest.mark.parametrize("word", sorted(dicewright.systems().words))
def test_no_word_of_a_system_hides_dice_notation(word: str) -> None:
    for text in (word, f"{word} 5", f"{word}5", f"{word} +2", f"{word} d6"):
        with pytest.raises(DiceError):
            dicewright.parse(text)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("v5 7 h2 vs 3", "v5 7 h2 vs 3"),
        ("  V5   7 H2 ", "v5 7 H2"),
        ("3x v5 7 # to climb", "v5 7"),
        # Spellings of other bots become those that the systems teach.
        ("4cod", "cod 4"),
        ("4cod8", "cod 4 again8"),
        ("sr6", "sr 6"),
        ("vtm7h2", "v5 7 h2"),
        ("sw8", "sw 8"),
        ("dheart+2", "dagger 2"),
        ("4wod8", "wod 4 vs 8"),
        ("coc55", "coc 55"),
        # Saved values are in it as numbers, so that anyone can roll it again.
        ("coc spot_hidden b1", "coc 55 b1"),
        ("coc @spot_hidden", "coc 55"),
        ("v5 @pool h@hunger vs 3", "v5 7 h2 vs 3"),
        ("genesys yggpp", "genesys yggpp"),
        ("cortex d6 d8 d10", "cortex d6 d8 d10"),
    ],
)
def test_the_call_in_full(text: str, call: str) -> None:
    names = {"spot_hidden": "@spot + 5", "spot": "50", "pool": "7", "hunger": "2", "attack": "1d20"}
    found = GAMES.read(text, names=names)
    assert found.call == call
    # In full it means the same without anybody's saved values.
    assert found.result(seeded("same")).message == GAMES.read(call).result(seeded("same")).message


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("v5 7 h2", {}),
        ("v5 7 h2", {"h2": "9", "h": "1"}),
        ("v5 brawl h2", {"brawl": "7", "other": "1d6"}),
        ("v5 @brawl", {"brawl": "@half * 2", "half": "3"}),
    ],
)
def test_only_the_saved_values_that_are_meant_are_kept(text: str, names: dict[str, str]) -> None:
    used = GAMES.read(text, names=names).names
    assert used == {name: names[name] for name in names if name in ("brawl", "half") and "brawl" in text}


@pytest.mark.parametrize(
    ("text", "times", "rolls"), [("v5 2", 1, 1), ("v5 2", 3, 3), ("2x v5 2", 3, 6), ("100 x v5 2", 1, 100)]
)
def test_how_often_it_is_rolled(text: str, times: int, rolls: int) -> None:
    played = GAMES.read(text, times=times).roll(None)
    assert len(played.rolls) == rolls
    assert len(GAMES.read(GAMES.read(text, times=times).again).roll(None).rolls) == rolls


@pytest.mark.parametrize(("text", "times"), [("101x v5 2", 1), ("51x v5 2", 2), ("9999x v5 2", 100)])
def test_too_often(text: str, times: int) -> None:
    with pytest.raises(LimitError, match="at a time"):
        GAMES.read(text, times=times)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("v5", "v5 needs a number: Dice in all"),
        ("v5 7 h9", "Hunger should be 0 to 5"),
        ("v5 7 x", '"x" is not understood by v5'),
        ("shadow run 5", "Did you mean sr 5?"),
    ],
)
def test_what_is_wrong_with_a_call(text: str, hint: str) -> None:
    with pytest.raises(NotationError) as caught:
        GAMES.read(text)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("cco 55", "coc 55"),
        ("genesis yggpp", "genesys yggpp"),
        ("Call of Cthulhu 55", "coc 55"),
        # A text that is not a misspelled system keeps the error of dice notation.
        ("flor(3)", "floor(3)"),
        ("stealth 1d20", "1d20 # stealth"),
        ("hello", None),
        ("att", None),
        ("4d6kx3", None),
    ],
)
def test_a_misspelled_system_is_distinguished_from_other_mistakes(text: str, fix: str | None) -> None:
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)
    assert GAMES.instead(text, caught.value).fix == fix


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("v5 7 h2 vs 3 # climb", [10, 3, 10, 4, 2, 7, 7]),
        ("2x alien 2 s1", [6, 3, 1, 2, 3, 1]),
        ("coc 55 b1", [4, 6, 2]),
        ("genesys yg", [3, 4]),
        ("dnd stats", [1, 2, 3, 4] * 6),
    ],
)
def test_what_came_is_kept_in_words_and_comes_back(text: str, faces: list[int]) -> None:
    played = GAMES.read(text).roll(scripted(faces))
    assert list(played.faces) == faces
    again = Played.read(
        played.plain(), system=played.system, text=played.text, names=dict(played.names), faces=faces
    )
    assert again == played


def test_the_sides_of_each_die_are_known() -> None:
    (roll,) = GAMES.read("dnd attack +5 vs 15 2d6+3").roll(scripted([15, 3, 4])).rolls
    assert roll.sides == ((1, 20), (2, 6))


def test_what_a_result_leads_to() -> None:
    (roll,) = GAMES.read("alien 2 s1").roll(scripted([6, 3, 1])).rolls
    assert roll.notes == ("panic",)
    assert roll.follow_ups == (FollowUp("alien panic s1", "panic"),)


@pytest.mark.parametrize(
    "plain", [{}, {"call": "v5 2", "note": "", "rolls": [{}]}, {"call": "x", "rolls": 1}]
)
def test_what_is_no_roll_of_a_system(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no roll"):
        Played.read(plain, system="v5", text="v5 2", names={}, faces=())


@pytest.mark.parametrize(
    ("text", "long"), [("v5 7 h2", False), ("40x v5 30", True), ("3x v5 30", False), ("100x v5 30", True)]
)
def test_what_nobody_should_wait_for(text: str, long: bool) -> None:
    assert GAMES.read(text).takes_long is long
