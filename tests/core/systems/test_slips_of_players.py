"""What players type that a system does not understand: the answer shows their text, and never the file's."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from dicewright import DiceError, NotationError, System, scripted
from tests.support.game_systems import HEAD, refused, written

BONUS = (
    'usage = "@skill [adv|dis] [at @range|beyond @far]"\n'
    'pools.a = "1d6 + @skill"\nvalues.x = "@adv - @dis + @far"'
)
DUEL = (
    'usage = "@skill [adv|dis] damage @damage"\nparameters.damage = { roll = true, label = "Damage" }\n'
    'pools.d20 = "1d20 + @skill"\npools.harm = "@damage"\nvalues.harmed = "@harm"'
)
ALONE = (
    'usage = "[@skill] @damage"\nparameters.damage = { roll = true, label = "Damage" }\n'
    'pools.harm = "@damage"\nvalues.skilled = "@skill"\nvalues.harmed = "@harm"'
)
LETTERS = """[symbol]
s = "sun"
[die.hero]
letter = "h"
faces = ["", "s"]
[die.danger]
letter = "d"
faces = ["", "s"]
"""
DICE = (
    'usage = "@dice [tough]"\nparameters.dice = { letters = ["hero", "danger"] }\n'
    'pools.a = "@dice"\nvalues.suns = "@a.sun"'
)


def error_of(body: str, call: str, head: str = "") -> DiceError:
    with pytest.raises(DiceError) as caught:
        System.from_toml(written(body, head)).roll(call, seed="x")
    return caught.value


@pytest.mark.parametrize(
    ("call", "marked"),
    [
        ("mine 3 adv dis", "dis"),
        ("mine 3 dis adv", "adv"),
        ("mine dis 3 adv", "adv"),
        ("mine 3 at 2 beyond 4", "beyond 4"),
    ],
)
def test_of_alternatives_only_one_is_typed(call, marked):
    error = error_of(BONUS, call)
    assert (error.code, error.marked) == ("one-of-group", marked)


@pytest.mark.parametrize("call", ["mine 3 adv at 2", "mine 3 beyond 2 dis", "mine 3", "mine 3 adv"])
def test_one_of_each_group_may_be_typed(call):
    assert System.from_toml(written(BONUS)).roll(call, seed="x").outcome is None


@pytest.mark.parametrize(
    ("usage", "message"),
    [
        ("d@attribute d@skill", "it is not clear which one is meant"),
        ("vs @a vs @b", "it is not clear which one is meant"),
        ("@a @a", "appears twice"),
        ("[adv|]", "cannot be used here"),
        ("[|adv]", "cannot be used here"),
        ("@a |", "Nothing follows"),
    ],
)
def test_a_usage_that_cannot_be_typed_is_refused(usage, message):
    error = refused(written(f'usage = "{usage}"\npools.a = "1d6"'))
    assert message in error.message
    assert error.hint


def test_a_letter_twice_points_to_dice_that_are_typed_together():
    error = refused(written('usage = "d@attribute d@skill"\npools.a = "1d6"'))
    assert "mixed = true" in error.hint


@pytest.mark.parametrize("call", ["mine 2.5", "mine 5/2", "mine @str", "mine (1+2)/2"])
def test_a_number_is_whole(call):
    system = System.from_toml(written('usage = "@n"\nparameters.n = { label = "Dice" }\npools.a = "(@n)d6"'))
    with pytest.raises(NotationError, match="Dice should be a whole number") as caught:
        system.roll(call, names={"str": "7/2"})
    assert caught.value.marked == call.partition(" ")[2]


@pytest.mark.parametrize(("call", "value"), [("mine 4/2", 2), ("mine (7-1)/3", 2), ("mine", Fraction(1, 2))])
def test_a_parameter_with_a_fraction_for_a_default_takes_them(call, value):
    system = System.from_toml(written('usage = "[@n]"\nparameters.n = 0.5\npools.a = "1d6"\nvalues.x = "@n"'))
    assert system.roll(call, seed="x").values["x"] == value


@pytest.mark.parametrize(
    ("body", "call", "message"),
    [
        ('usage = "@n"\npools.a = "(@n)d6"', "mine -1", "would roll -1 dice"),
        ('usage = "@n"\npools.a = "1d(@n)"', "mine 0", "sides"),
        ('usage = "@n"\npools.a = "1d6"\nvalues.x = "@a / @n"', "mine 0", "divides by 0"),
        ('usage = "@n"\npools.a = "1d6"\nresult = "@a // @n"', "mine 0", "divides by 0"),
        (
            'usage = "@n"\npools.a = "1d6"\nvalues.x = "@a"\nshift = "@a % @n"\noutcomes = [{ name = "a" }]',
            "mine 0",
            "0",
        ),
        (
            'usage = "@n"\npools.a = "1d6"\nvalues.x = "find(@n)"\n[table.find]\nrows = ["a", "b"]',
            "mine 3",
            "no row for 3",
        ),
        (
            'usage = "@n"\npools.a = "find(@n)"\nvalues.x = "@a"\n'
            '[table.find]\nholds = "dice"\nrows = ["1d4", "1d6"]',
            "mine 9",
            "no row for 9",
        ),
    ],
)
@pytest.mark.parametrize("ask", ["roll", "odds"])
def test_players_do_not_see_what_the_file_says(body, call, message, ask):
    with pytest.raises(DiceError) as caught:
        getattr(System.from_toml(written(body)), ask)(call)
    assert message in caught.value.message
    assert caught.value.text == call
    assert caught.value.marked == call.partition(" ")[2]
    assert "@" not in str(caught.value)


def test_too_many_dice_point_at_the_call():
    error = error_of('usage = "@n"\npools.a = "(@n)d6"', "mine 99999")
    assert (error.text, error.marked) == ("mine 99999", "99999")


def test_the_game_master_sees_it():
    body = 'usage = "@n"\npools.a = "(@n)d6"\n[[test]]\nroll = "mine -1"\nfaces = [1]\nmessage = "1"'
    (failure,) = System.from_toml(written(body), check=False).check()
    assert failure.found.splitlines()[0] == "(@n)d6"


@pytest.mark.parametrize(
    ("call", "says", "marked"),
    [
        ("mine 3", "mine needs a roll such as 2d6: Damage.", ""),
        ("mine 3 damage", '"damage" needs a roll such as 2d6 after it: Damage.', "damage"),
        ("mine 3 damage x", '"x" is not a roll such as 2d6, and "damage" needs one: Damage.', "x"),
        ("mine damage 2d6", "mine needs a number: skill.", ""),
        ("mine @sword damage 1d6", "No value is saved as @sword.", "@sword"),
    ],
)
def test_what_is_missing_is_said_by_its_kind(call, says, marked):
    error = error_of(DUEL, call)
    assert (error.message, error.marked.strip()) == (says, marked)
    assert "For example, mine 2 damage 2d6." in error.hint


@pytest.mark.parametrize(
    ("body", "call", "faces", "harmed"),
    [
        (DUEL, "mine 3 damage 2", [9], 2),
        (DUEL, "mine 3 damage 2+4", [9], 6),
        (DUEL, "mine 3 damage 2+1d6", [9, 4], 6),
        (DUEL, "mine damage 2d6 3", [9, 4, 1], 5),
        (ALONE, "mine 3 5", [], 5),
        (ALONE, "mine 3 2d6+1", [1, 2], 4),
        (ALONE, "mine 2d6+1", [1, 2], 4),
    ],
)
def test_a_fixed_number_is_a_roll(body, call, faces, harmed):
    result = System.from_toml(written(body)).roll(call, dice=scripted(faces))
    assert result.values["harmed"] == harmed


@pytest.mark.parametrize(
    ("parameter", "usage"),
    [
        ("{ roll = true }", "@x"),
        ("{ mixed = true }", "@x"),
        ("{ mixed = true, min = 3 }", "@x"),
        ('{ letters = ["hero", "danger"] }', "@x"),
        ('{ letters = ["danger"], min = 2, max = 4 }', "@x"),
        ("{ min = 5 }", "@x"),
        ("{ max = 1 }", "@x"),
        ("{ max = -3 }", "h@x"),
        ("{ min = 1, max = 4 }", "with @x"),
        ("{ default = 7 }", "@x"),
        ("{ default = 0.5 }", "@x"),
        ('{ roll = true, default = "3d8" }', "for @x"),
    ],
)
def test_the_example_of_a_roll_can_be_typed(parameter, usage):
    number = "mixed" not in parameter and "roll" not in parameter and "letters" not in parameter
    body = f'usage = "{usage}"\nparameters.x = {parameter}\npools.a = "{"1d6 + @x" if number else "@x"}"'
    system = System.from_toml(written(body, LETTERS))
    assert system.call(system.example("check"))


@pytest.mark.parametrize("call", ["mine hhd", "mine h h d", "mine 2h1d", "mine 2h d", "mine hh d tough"])
def test_letters_may_stand_apart(call):
    assert len(System.from_toml(written(DICE, LETTERS)).roll(call, seed="x").dice) == 3


def test_letters_that_are_no_dice_are_answered_with_those_that_are():
    error = error_of(DICE, "mine hhxd", LETTERS)
    assert "The dice are h hero, d danger." in error.hint


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        ('usage = "[vs @n]"\nparameters.n = { min = 1, max = 10 }', "min"),
        ('usage = "[vs @n]"\nparameters.n = { default = 0, min = 1 }', "default"),
        ('usage = "vs @n"\nparameters.n = { default = 11, max = 10 }', "default"),
        ('usage = "[@n]"\nparameters.n = { max = -1 }', "max"),
        ('usage = "[@n]"\nparameters.n = { mixed = true, default = "abc" }', "default"),
        ('usage = "[@n]"\nparameters.n = { mixed = true, default = "d6 d8", max = 1 }', "default"),
        ('usage = "[@n]"\nparameters.n = { letters = ["hero"], default = "hd" }', "default"),
        ('usage = "[@n]"\nparameters.n = { roll = true, default = "2d" }', "default"),
    ],
)
def test_a_default_that_nobody_could_type_is_an_error_of_the_file(entry, where):
    error = refused(HEAD + LETTERS + "[roll.check]\n" + entry + '\npools.a = "1d6"')
    assert error.key == f"roll.check.parameters.n.{where}"
    assert error.line
    assert error.text


@pytest.mark.parametrize(
    ("call", "sides"),
    [("mine d66", 36), ("mine d6 d66 d8", 36), ("mine 2d666", 216), ("mine d67", 67), ("mine d%", 100)],
)
def test_d66_is_the_die_that_notation_has(call, sides):
    system = System.from_toml(
        written(
            'usage = "@dice"\nparameters.dice = { mixed = true }\npools.a = "@dice"\nvalues.x = "sides(@a)"'
        )
    )
    assert sides in [die.kind.sides for die in system.roll(call, seed="x").dice]
    written_again = system.roll(system.roll(call, seed="x").call, seed="x")
    assert written_again.faces == system.roll(call, seed="x").faces


TYPED = 'usage = "@dice"\nparameters.dice = { mixed = true }\n'


@pytest.mark.parametrize(
    "modifiers", ["!!", "!", "!>=5", "r1", "ro<3", "mi2", "ma4", "!p", "r1!", "kh2", "out=1"]
)
def test_dice_that_are_typed_may_explode_and_be_rerolled(modifiers):
    pool = f"{{@dice}}{modifiers}"
    system = System.from_toml(written(f'{TYPED}pools.pool = "{pool}"\nresult = "@pool"'))
    plain = f"{{d6 + 2d8}}{modifiers}"
    assert system.roll("mine d6 2d8", seed="s").result == dicewright.roll(plain, seed="s").total
    odds = system.odds("mine d6 2d8").values["result"]
    assert dict(odds.items()) == dict(dicewright.odds(plain).items())


@pytest.mark.parametrize("modifiers", ["!!", "!", "!p", "!o"])
def test_what_explodes_needs_no_braces(modifiers):
    bare, braces = (
        System.from_toml(written(f'{TYPED}pools.pool = "{pool}{modifiers}"\nvalues.best = "{{@pool}}kh1"'))
        for pool in ("@dice", "{@dice}")
    )
    assert bare.roll("mine 2d4 d6", seed="s").faces == braces.roll("mine 2d4 d6", seed="s").faces
    assert bare.odds("mine d4 d6").values["best"] == braces.odds("mine d4 d6").values["best"]


@pytest.mark.parametrize(
    ("typed", "said", "meant"),
    [
        ("dcc d15", "Die should be 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24 or 30, not 15.", "dcc d14"),
        ("dcc d17 +3 vs 12", "24 or 30, not 17.", "dcc d16 +3 vs 12"),
        ("dcc d40", "24 or 30, not 40.", "dcc d30"),
        ("dcc d2", "24 or 30, not 2.", "dcc d3"),
        ("dcc d(10+5)", "24 or 30, not 15.", None),
        ("sw 3", "Sides of the trait die should be 4 to 12.", "sw 4"),
        ("sw d20 +1", "Sides of the trait die should be 4 to 12.", "sw d12 +1"),
        ("v5 7 h9", "Hunger should be 0 to 5.", None),
        (
            "coc d100",
            '"d100" is not understood by coc. It takes a number here: Skill or characteristic.',
            None,
        ),
        ("v5 7d10", '"d10" is not understood by v5. It rolls its own dice.', None),
        (
            "pf2e d20+7 vs 20",
            '"d20+7" is not understood by pf2e. It takes a number here: Modifier.',
            "pf2e +7 vs 20",
        ),
        ("pbta 2d6+2", '"d6+2" is not understood by pbta. It rolls its own dice.', "pbta +2"),
        ("tt 2d6", '"d6" is not understood by tt. It rolls its own dice.', "tt"),
        ("cortex 8 10", '"8" is a number, and cortex takes dice here: Dice, such', "cortex d8 d10"),
        ("fabula 8 10", '"10" is a number, and fabula takes dice here: Two attribute', "fabula d8 d10"),
        ("dogs 3", '"3" is a number, and dogs takes dice here: Dice, such as 3d6 2d8.', None),
        ("genesys 5", '"5" is a number, and genesys takes dice here: Dice, such as yggpp.', None),
        ("kob 8", "kob needs a number: Die.", "kob d8"),
    ],
)
def test_dice_for_a_number_and_a_number_for_dice(typed, said, meant):
    with pytest.raises(NotationError) as caught:
        dicewright.systems().find(typed).call(typed)
    assert said in caught.value.message
    assert caught.value.fix == meant
    if meant is not None:
        assert caught.value.hint == f"Did you mean {meant}?"
        dicewright.systems().roll(meant)


def test_a_hint_is_short_and_printable_however_long_the_call_is():
    with pytest.raises(NotationError) as caught:
        dicewright.systems()["cortex"].call(f"cortex 8 10{' ' * 280}12")
    assert caught.value.fix is not None
    assert len(caught.value.hint) <= 301
    assert caught.value.hint.isprintable()
