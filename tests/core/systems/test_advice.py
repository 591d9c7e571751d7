"""A call of a game system, typed as dice notation: the error names the game, and how it is typed."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import NotationError

ALONE = [
    # What is typed, the game, and its call.
    ("4cod", "Chronicles of Darkness", "cod 4"),
    ("4COD", "Chronicles of Darkness", "cod 4"),
    ("cod", "Chronicles of Darkness", "cod 4"),
    ("ore#10d10", "One-Roll Engine (Reign, Wild Talents, Monsters and Other Childish Things)", "ore 10"),
    ("v5 7 h2", "Vampire: The Masquerade, 5th edition", "v5 7 h2"),
    ("/roll v5 7 h2", "Vampire: The Masquerade, 5th edition", "v5 7 h2"),
    ("vtm7h2", "Vampire: The Masquerade, 5th edition", "v5 7h2"),
    ("sr6", "Shadowrun", "sr 6"),
    ("dnd", "D&D, 5th edition", "dnd"),
    ("dndstats", "D&D, 5th edition", "dnd stats"),
    ("wng 4", "Wrath & Glory", "wng 4"),
    ("coc 55", "Call of Cthulhu, 7th edition", "coc 55"),
    ("fitd3", "Blades in the Dark, Forged in the Dark", "blades 3"),
    ("alien4s2", "Alien (Year Zero Engine)", "alien 4s2"),
]
BESIDE = [
    ("1d20; 4cod", "4cod", "cod 4"),
    ("4cod; 1d20", "4cod", "cod 4"),
    ("6x 4cod", "4cod", "cod 4"),
    ("6 4cod", "4cod", "cod 4"),
    ("1d20; 3x pbta +2", "pbta +2", "pbta +2"),
]


@pytest.mark.parametrize(("text", "game", "call"), ALONE)
def test_a_call_of_its_own(text, game, call):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)

    error = caught.value
    assert (error.code, error.fix, error.text) == ("game-system", None, text)
    assert game in error.message
    assert error.hint == f'Type {call} on its own; in Python, write systems().roll("{call}").'
    dicewright.systems().roll(call)


@pytest.mark.parametrize(("text", "marked", "call"), BESIDE)
def test_a_call_beside_dice(text, marked, call):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)

    assert (caught.value.code, caught.value.marked) == ("game-system", marked)
    assert caught.value.hint == f"Type {call} on its own, without other dice."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("help", "unknown-word"),
        ("hello", "unknown-word"),
        ("attack 1d20+5", "unknown-word"),
        ("4d6kx3", "unknown-modifier"),
        ("d6s4", "unknown-modifier"),
        ("1d20 coc 55", "unknown-word"),
        ("1d20 +", "incomplete"),
        ("floor(", "incomplete"),
        ("", "empty"),
    ],
)
def test_no_call(text, code):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)

    assert caught.value.code == code


@pytest.mark.parametrize("text", ["2d6 cod", "1d20 # v5 7 h2", "3df"])
def test_dice_are_dice(text):
    dicewright.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("4cod", "cod+4", "codx", "cod_", "sr12", "sr 12", "ore#5d10", "qwert", "2d6", "", "3 cod", "V5 3"),
        *("dndstats", "d6s4", "1d20", "pbta+2", "COC-D100", "wng dn3 4d6", "@cod", "age", "äge 3"),
    ],
)
def test_the_openings_of_files_say_what_whole_files_do(text):
    systems = dicewright.systems()

    assert systems.understands(text) == any(system.understands(text) for system in systems)
