"""What players type: pieces in any order, arithmetic, saved values, and errors that say what is missing."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import NotationError, System, scripted
from tests.support.game_systems import game, written

CALLS = [
    ("v5", "v5 7 h2 vs 3", {"pool": 7, "hunger": 2, "difficulty": 3}),
    ("v5", "v5 vs 3 h2 7", {"pool": 7, "hunger": 2, "difficulty": 3}),
    ("v5", "V5 7H2 VS3", {"pool": 7, "hunger": 2, "difficulty": 3}),
    ("v5", "  vampire   7  ", {"pool": 7, "hunger": 0, "difficulty": 1}),
    ("v5", "v5 7 h 2", {"pool": 7, "hunger": 2, "difficulty": 1}),
    ("v5", "v5 3+4 h(1+1)", {"pool": 7, "hunger": 2, "difficulty": 1}),
    ("gurps", "gurps 12-3", {"skill": 9}),
    ("gurps", "gurps 12 - 3", {"skill": 9}),
    ("gurps", "gurps 12 -3", {"skill": 9}),
    ("gurps", "gurps (12-3)*2", {"skill": 18}),
    ("ironsworn", "iron m5 +2", {"stat": 2, "momentum": 5}),
    ("ironsworn", "iron m-5 -2", {"stat": -2, "momentum": -5}),
    ("ironsworn", "iron m5 + 2", {"stat": 0, "momentum": 7}),
    ("ironsworn", "iron +2 m5 -1", {"stat": 2, "momentum": 4}),
    ("dsa", "dsa 14 12 13 fw7", {"a": 14, "b": 12, "c": 13, "skill": 7, "ease": 0}),
    ("dsa", "dsa 14/12/13 fw7 mod-2", {"a": 14, "b": 12, "c": 13, "skill": 7, "ease": -2}),
    ("dsa", "dsa 14, 12, 13 mod+1 fw7", {"a": 14, "b": 12, "c": 13, "skill": 7, "ease": 1}),
    ("pbta", "pbta", {"mod": 0, "adv": 0, "dis": 0}),
    ("pbta", "pbta adv +2", {"mod": 2, "adv": 1, "dis": 0}),
    ("pbta", "pbta −1", {"mod": -1, "adv": 0, "dis": 0}),
    ("pbta", "pbta + 2", {"mod": 2, "adv": 0, "dis": 0}),
    ("pbta", "pbta - 1 adv", {"mod": -1, "adv": 1, "dis": 0}),
    ("swade", "sw 8 + 1", {"sides": 8, "mod": 1, "tn": 4}),
    ("swade", "sw 8 -1 vs 6", {"sides": 8, "mod": -1, "tn": 6}),
    ("alien", "alien 4s2", {"base": 4, "stress": 2, "need": 1}),
    ("alien", "alien panic s3", {"stress": 3}),
    ("blades", "blades resist 2", {"dice": 2}),
    ("sr5", "sr12", {"dice": 12, "limit": 99, "threshold": 0}),
    ("d2d20", "sta 3 tn12 f4 d2", {"dice": 3, "tn": 12, "focus": 4, "difficulty": 2, "range": 20}),
]


@pytest.mark.parametrize(("name", "text", "given"), CALLS)
def test_a_call_gives_each_parameter_its_value(name, text, given):
    assert game(name).call(text)[1] == given


@pytest.mark.parametrize(
    ("text", "dice"),
    [("genesys yggpp", "1d+2d+2d"), ("genesys 2y1g2p", "2d+1d+2d"), ("genesys GPG", "1d+1d+1d")],
)
def test_letters_are_dice_in_the_order_typed(text, dice):
    written_dice = str(game("genesys").call(text)[1]["dice"])
    assert "+".join(piece.strip()[:2] for piece in written_dice.split("+")) == dice


def test_saved_values_stand_in_place_of_numbers():
    coc = game("coc")
    names = {"Spot_Hidden": 55, "luck": "40 + 5"}
    assert coc.call("coc spot_hidden b1", names)[1]["skill"] == 55
    assert coc.call("coc @spot_hidden - 10", names)[1]["skill"] == 45
    assert coc.call("coc luck", names)[1]["skill"] == 45


def test_a_saved_value_fills_the_parameter_that_asks_for_it():
    system = System.from_toml(
        written(
            'usage = "[h@hunger]"\nparameters.hunger = { default = 0, sheet = "hunger" }\npools.a = "1d10"'
        )
    )
    assert system.call("mine", {"hunger": 3})[1] == {"hunger": 3}
    assert system.call("mine h1", {"hunger": 3})[1] == {"hunger": 1}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("v5 7 hunger 2", "v5 7 h2"),
        ("v5 7 Hunger2 difficulty 3", "v5 7 h2 vs 3"),
        ("v5 diff 3 hunger 2 7", "v5 7 h2 vs 3"),
        ("v5 7 hunger (1+1) tn 4-1", "v5 7 h2 vs 3"),
        ("v5 7 hunger=2 difficulty: 3", "v5 7 h2 vs 3"),
        ("v5 pool=7 h=2 vs=3", "v5 7 h2 vs 3"),
        ("v5 h:2 vs: 3 7", "v5 7 h2 vs 3"),
        ("coc 55 bonus = 1", "coc 55 b1"),
        ("sw d8", "sw 8"),
        ("sw 1D8 +2", "sw 8 +2"),
        ("sw d8+2 vs 6", "sw 8 +2 vs 6"),
        ("sw 8-2", "sw 8 -2"),
        ("sw sides=8 mod=2", "sw 8 +2"),
        ("cod dice 7", "cod 7"),
        ("coc 55 bonus 1", "coc 55 b1"),
        ("coc skill 55", "coc 55"),
        ("wod 6 dc 7", "wod 6 vs 7"),
        ("sr 12 limit 6 threshold 3", "sr 12 l6 vs 3"),
        ("sr 12 target 3", "sr 12 vs 3"),
        # A difficulty that is none to be reached
        ("lancer +4 accuracy 2 diff 1 vs 12", "lancer +4 a2 d1 vs 12"),
        ("sta 3 tn12 focus 4 diff 2", "sta 3 tn12 f4 d2"),
        ("spl +14 Schwierigkeit 20", "spl +14 vs 20"),
        ("dnd +7 advantage ac 15", "dnd +7 adv vs 15"),
        ("pbta disadvantage +2", "pbta +2 dis"),
        ("dnd +5 vs ac 15", "dnd +5 vs 15"),
        ("dnd attack +5 vs AC15 2d6", "dnd attack +5 vs 15 2d6"),
        ("v5 7 vs difficulty: 3 h2", "v5 7 vs 3 h2"),
        ("tor 3 vs 14 favoured", "tor 3 vs 14 fav"),
        ("wod 6 speciality", "wod 6 spec"),
        ("steel +2 edge 1", "steel +2 e1"),
        # Units
        ("coc 55%", "coc 55"),
        ("coc 55% b1", "coc 55 b1"),
        ("rq 75%", "rq 75"),
        ("blades 3d", "blades 3"),
        ("v5 7D h2", "v5 7 h2"),
        ("wod 8d diff 6", "wod 8 vs 6"),
        ("weg 5D+2", "weg 5 +2"),
        # What is added after a letter's number
        ("l5r4 7k3+5", "l5r4 7k3 +5"),
        ("l5r4 7k3-5 vs 20", "l5r4 7k3 -5 vs 20"),
        ("l5r4 7k(3+1)", "l5r4 7k4"),
        ("lancer a2+4", "lancer +4 a2"),
        ("v5 7 h1+1", "v5 7 h2"),
    ],
)
def test_what_is_written_in_full_is_understood(text, meant):
    known = dicewright.systems()
    assert known.find(text).call(text)[1] == known.find(meant).call(meant)[1]


def test_a_saved_value_is_not_taken_for_a_word():
    v5 = game("v5")
    assert v5.call("v5 hunger vs 3", {"hunger": 4})[1] == v5.call("v5 4 vs 3")[1]
    assert v5.call("v5 7 vs ac", {"ac": 3})[1] == v5.call("v5 7 vs 3")[1]
    assert v5.call("v5 7 hunger 2", {"pool": 4})[1] == v5.call("v5 7 h2")[1]


ERRORS = [
    ("v5", "v5 7 hunger", "missing-value", '"hunger" needs a number after it: Hunger.'),
    ("v5", "v5 7 diff x", "missing-value", '"x" is not a number, and "diff" needs one: Difficulty.'),
    ("coc", "coc 55% +20", "too-many-numbers", '"+20" is one number too many for coc.'),
    ("v5", "v5 7%", "unknown-piece", '"%" is not understood by v5.'),
    ("pbta", "pbta 2d", "unknown-piece", '"d" is not understood by pbta.'),
    ("pbta", "pbta +1 mod +2", "twice", " appears twice."),
    ("v5", "v5 7 h2 hunger 3", "twice", '"h" appears twice.'),
    ("pbta", "pbta advantage dis", "one-of-group", "cannot be used together"),
    ("v5", "v5", "missing-parameter", "v5 needs a number: Dice in all. For example, v5 5 h2 vs 4."),
    ("v5", "v5 7 x2", "unknown-piece", '"x2" is not understood by v5.'),
    ("v5", "v5 7 8", "too-many-numbers", '"8" is one number too many for v5.'),
    ("v5", "v5 7 h2 h3", "twice", '"h" appears twice.'),
    ("v5", "v5 31", "out-of-bounds", "Dice in all should be 1 to 30."),
    ("v5", "v5 1d6", "unknown-piece", '"d6" is not understood by v5.'),
    ("pbta", "pbta avd", "unknown-piece", "Did you mean adv?"),
    ("genesys", "genesys yx", "unknown-piece", '"yx" is not understood by genesys.'),
    ("genesys", "genesys", "missing-parameter", "genesys needs dice: Dice, such as yggpp."),
    ("gurps", "gurps 1/0", "division-by-zero", "divides by 0"),
    ("v5", "sr 12", "another-system", "not a roll of Vampire"),
]


@pytest.mark.parametrize(("name", "text", "code", "says"), ERRORS)
def test_what_has_no_meaning_is_an_error_that_shows_how_to_type_it(name, text, code, says):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the code tells
        game(name).roll(text)
    assert caught.value.code == code
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        # A phone makes a dash of a minus, and East Asian keyboards have letters and digits of full width.
        ("pbta –1", "pbta -1"),
        ("pbta −1 adv", "pbta -1 adv"),
        ("gurps 12–3", "gurps 12-3"),
        ("sw 8 – 2", "sw 8 - 2"),
        ("ｃｏｃ　５５", "coc 55"),
        ("coc 55 b１", "coc 55 b1"),
        ("ＣＯＣ ５５ ｂ１", "coc 55 b1"),
        ("４ｃｏｄ", "4cod"),
        ("coc ＠spot", "coc @spot"),
        ("coc ｓｐｏｔ", "coc spot"),
        ("v5 （2＋3） h2 vs 4", "v5 (2+3) h2 vs 4"),
    ],
)
def test_signs_of_phones_and_wide_letters_are_those_of_a_keyboard(typed, plain):
    names = {"Spot": 55}
    games = dicewright.systems()
    rolled = games.roll(typed, seed="wide", names=names)

    assert games.understands(typed)
    assert rolled.message == games.roll(plain, seed="wide", names=names).message
    assert rolled.text == typed
    assert dicewright.SystemResult.from_dict(rolled.to_dict()) == rolled


def test_an_error_shows_what_was_typed():
    with pytest.raises(NotationError) as caught:
        game("coc").roll("ｃｏｃ ５５ ｚ９")

    assert (caught.value.text, caught.value.marked) == ("ｃｏｃ ５５ ｚ９", "ｚ９")


def test_an_error_points_at_its_place():
    with pytest.raises(NotationError) as caught:
        game("v5").roll("v5 7 x2 vs 3")
    assert str(caught.value).splitlines()[:2] == ["v5 7 x2 vs 3", "     ^^"]


@pytest.mark.parametrize(
    "text",
    ["v5 " + "(" * 150, "v5 " + "9" * 120, "v5 9**9**9", "v5 " + "1+" * 140 + "1", "v5 7 " + "h" * 250],
)
def test_hostile_calls_are_refused(text):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any of the library's errors
        game("v5").roll(text)
    assert hasattr(caught.value, "code")


def test_a_roll_may_be_a_parameter():
    system = System.from_toml(
        written(
            'usage = "@mod [vs @ac] [for @damage]"\nparameters.damage = { roll = true, default = "1d4" }\n'
            'pools.d20 = "1d20"\npools.harm = "@damage"\nvalues.total = "@d20 + @mod"\nvalues.hurt = "@harm"'
        )
    )
    result = system.roll("mine +5 vs 12 for 2d6+4", dice=scripted([10, 3, 4]))
    assert result.values == {"total": 15, "hurt": 11}
    assert system.roll("mine +5", dice=scripted([10, 3])).values["hurt"] == 3


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("v5 7 h9 vs 3", "h9"),
        ("v5 70 h2", "70"),
        ("v5 h2 40", "40"),
        ("v5 7 h(3*4)", "h(3*4)"),
    ],
)
def test_what_is_out_of_bounds_has_the_caret(text, marked):
    with pytest.raises(NotationError) as caught:
        game("v5").call(text)
    assert (caught.value.code, caught.value.marked) == ("out-of-bounds", marked)


def test_dice_that_are_too_many_have_the_caret():
    with pytest.raises(NotationError) as caught:
        game("cortex").call("cortex d6 13d8 vs 5")
    assert caught.value.marked == "d6 13d8"
