"""The exact odds of outcomes, notes and values, held against every throw of the same roll."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright import DiceError, Limits, OddsTooLarge, System, odds
from dicewright.probability.totals import Totals
from dicewright.probability.work import Work
from dicewright.systems.odds.enumeration import every_throw
from dicewright.systems.odds.exact import walked
from dicewright.systems.odds.outcome_odds import Tally
from tests.support.game_systems import game, written

ENUMERATED = Limits(work=10**9)

ROLLS = [
    ("alien", "alien 3 s2"),
    ("alien", "alien panic s3"),
    ("blades", "blades 0"),
    ("blades", "blades 3"),
    ("blades", "blades resist 2"),
    ("coc", "coc 55 b1"),
    ("coc", "coc 30 p2"),
    ("cofd", "cod 4"),
    ("cofd", "cod 0"),
    ("cortex", "cortex d6 d8 d10 d6 vs 9"),
    ("cortex", "cortex d6 d6 d8 d6"),
    ("cpr", "cpr 10 vs 13"),
    ("d2d20", "sta 2 tn12 f3 c19"),
    ("daggerheart", "dagger +2 vs 15"),
    ("drawsteel", "steel +2 e2 b1"),
    ("dsa", "dsa 14 12 13 fw7"),
    ("fate", "fate +2 vs 3"),
    ("genesys", "genesys ygp"),
    ("genesys", "genesys bkr"),
    ("gurps", "gurps 12"),
    ("ironsworn", "iron +2 m3"),
    ("ironsworn", "iron progress 7"),
    ("l5r5", "l5r5 1 s1 vs 2"),
    ("mothership", "mosh 40 adv"),
    ("ore", "ore 4 e7 vs 3"),
    ("ore", "ore 5"),
    ("pbta", "pbta +1 dis"),
    ("pf2e", "pf2e +7 vs 20 fortune"),
    ("sr5", "sr 4 l2"),
    ("traveller", "trav +1 bane"),
    ("v5", "v5 4 h2 vs 2"),
    ("wfrp", "wfrp 51"),
]


def enumerated(system, text):
    program, given = system.call(text)
    return every_throw(program, given, Tally(program), Work(ENUMERATED))


def stage_by_stage(system, text):
    """Return the odds of a roll by the walk, also where there is a quicker way."""
    program, given = system.call(text)
    return walked(program, given, Totals(Limits(), Work(Limits())))


@pytest.mark.parametrize(("name", "text"), ROLLS)
def test_odds_are_those_of_every_throw(name, text):
    system = game(name)
    odds = system.odds(text).replace(before_choice=False)
    assert odds == enumerated(system, text)
    assert stage_by_stage(system, text) == odds
    assert sum(odds.outcomes.values(), Fraction(0)) == (1 if odds.outcomes else 0)
    assert odds.missing == 0


# One roll for each way in which pools and readings can hang together.
SHAPES = {
    "keep beside a count": 'pools.a = "4d6"\nvalues.best = "{@a}kh2"\nvalues.ones = "{@a}=1"',
    "lowest and highest": 'pools.a = "4d6"\nvalues.spread = "{@a}kh1 - {@a}kl1"',
    "middle": 'pools.a = "3d6"\nvalues.middle = "{@a}km1"\nvalues.all = "@a"',
    "picks over two pools": 'pools.a = "2d6"\npools.b = "2d8"\nvalues.best = "{@a + @b}kh2"\n'
    'values.of_b = "{@b}kh1"',
    "pool with modifiers": 'pools.a = "3d6ro1kh2"\nvalues.sixes = "{@a}=6"\nvalues.sum = "@a"',
    "pool that counts": 'pools.a = "3d6>=5f1"\nvalues.hits = "@a"\nvalues.shown = "{@a}kh1"',
    "pool with numbers": 'pools.a = "2d6 + 3 - 1d4"\nvalues.sum = "@a"\nvalues.fours = "{@a}=4"',
    "a pool that decides": 'pools.a = "1d6"\npools.b = "if(@a >= 5, 2d4, 1d4)"\nvalues.sum = "@a + @b"',
    "a count that decides": 'pools.a = "3d6"\npools.b = "({@a}=6)d4"\nvalues.of_b = "@b"\n'
    'values.sixes = "{@a}=6"',
    "a computed number": 'pools.a = "1d4"\npools.b = "2d6"\nvalues.hits = "{@b}>=@a"',
    "picks over a pool and what it decides": 'pools.a = "1d6"\npools.b = "(@a // 3)d6"\n'
    'values.best = "{@a + @b}kh1"',
    "a pool twice": 'pools.a = "2d6"\nvalues.twice = "{@a + @a}=6"',
    "clamped": 'pools.a = "3d6"\nvalues.sum = "{@a}mi3ma5"\nvalues.best = "{@a}mi3kh2"',
    "counted after a pick": 'pools.a = "4d6"\nvalues.hits = "{@a}kh3>=4ds6f1"',
    "larger of two": 'pools.a = "1d8"\npools.b = "1d6"\nvalues.best = "max(@a, @b)"\nvalues.first = "@a"',
    "fractions": 'pools.a = "2d6"\nvalues.half = "@a / 2"\nvalues.up = "ceil(@a / 2)"\n'
    'values.half_sum = "@a * 0.5 + @a"',
    "group of several": 'pools.a = "1d6"\npools.b = "1d8"\nvalues.best = "{@a, @b, 4}kh1"\n'
    'values.hits = "{@a, @b}>=4"',
    "total only": 'pools.a = "max(1d6, 1d8)"\nvalues.sum = "@a"',
    "dice in what is more than a sum": 'pools.a = "2 * 2d6"\nvalues.sum = "@a"\nvalues.sixes = "{@a}=6"',
    "fate dice": 'pools.a = "4dF"\nvalues.sum = "@a"\nvalues.plus = "{@a}=1"',
    "products": 'pools.a = "1d6"\npools.b = "1d6"\nvalues.product = "@a * @b"\n'
    'values.mod = "@a % 2 + @b // 2"',
    "and, or, not": 'pools.a = "1d6"\npools.b = "1d6"\nvalues.x = "@a = 1 or @b = 1 and not @a = @b"',
    "equal dice": 'pools.a = "4d6"\nvalues.x = "sets(@a)"\nvalues.y = "widest({@a}out=1)"\n'
    'values.z = "tallest(@a)"\nvalues.sum = "@a"',
    "equal dice among some": 'pools.a = "4d6"\nvalues.x = "sets({@a}dh1)"\nvalues.y = "widest({@a}kh3)"\n'
    'values.z = "tallest({@a}dl1)"\nvalues.w = "sets({@a}out=1dh1kh2)"\nvalues.best = "{@a}kh1"',
    "equal dice among some of two pools": 'pools.a = "2d6"\npools.b = "2d4"\n'
    'values.x = "sets({@a + @b}dh1)"\nvalues.y = "{@b}kh1"',
    "sides": 'pools.a = "1d4 + 1d6 + 1d8"\nvalues.x = "sides({@a}out=1dh1)"\nvalues.y = "sides(@a)"',
    "even and sets": 'pools.a = "3d6"\nvalues.even = "{@a}even"\nvalues.some = "{@a}=[1,4..5]"',
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
def test_each_shape_has_the_odds_of_every_throw(body):
    system = System.from_toml(written(body))
    assert system.odds("mine") == stage_by_stage(system, "mine") == enumerated(system, "mine")


# Of these, one combination of throws after another is looked at.
TESTED = {
    "ranges": 'pools.a = "2d6"\nresult = "@a - 1"\noutcomes = [{ name = "high", range = "9.." }, '
    '{ name = "middle", range = "5..8" }, { name = "two", range = "1" }, { name = "low", range = "..4" }]',
    "no outcome": 'pools.a = "1d6"\nresult = "@a"\noutcomes = [{ name = "six", range = "6" }]',
    "shift": 'pools.a = "1d20"\nresult = "@a"\nshift = "if(@a >= 19, 5/2, if(@a <= 3, -2, 0))"\n'
    'outcomes = [{ name = "a", range = "15.." }, { name = "b", range = "10..14" }, { name = "c" }]',
    "notes": 'pools.a = "1d6"\npools.b = "1d6"\nresult = "@a + @b"\n'
    'notes = [{ name = "pair", when = "@a = @b" }, { name = "high", when = "@a >= 5 or @b >= 5" }]',
    "a power": 'pools.a = "1d4"\nvalues.x = "2 ** @a"\nvalues.y = "@a ** -1 + @a % 3 * @a"',
    "functions": 'pools.a = "1d8"\npools.b = "1d8"\nvalues.x = "min(@a, @b, 5) + floor(@a / 3)"\n'
    'values.y = "abs(@a - @b) + round(@a / 2)"\nvalues.z = "{@a, @b, 4}kh2 - (not @a = 1)"',
    "tables": 'pools.a = "2d4"\nvalues.word = "wordy(@a)"\nvalues.step = "steps(@a)"\n'
    'result = "@step"\n[table.wordy]\nrows = { "..3" = "few", "4..6" = "some", "7.." = "many" }\n'
    '[table.steps]\nholds = "numbers"\nrows = { "..3" = 4, "4.." = 6 }',
    "many throws": 'pools.a = "1d100"\npools.b = "1d60"\nvalues.best = "max(@a, @b)"\n'
    'values.both = "@a = @b and @a >= 3"',
    "many throws in stages": 'pools.a = "1d20"\npools.b = "if(@a >= 10, 1d40, 1d20)"\n'
    'values.best = "max(@a, @b)"\nvalues.x = "@a * @b // 3"',
}


@pytest.mark.parametrize("body", TESTED.values(), ids=TESTED)
def test_outcomes_and_notes_are_those_of_every_throw(body):
    system = System.from_toml(written(body))
    assert system.odds("mine") == stage_by_stage(system, "mine") == enumerated(system, "mine")


@pytest.mark.parametrize(
    "value", ["6 / (@a - 1)", "if(@b = 1, 1 // (@a - 1), 0)", "2 ** (@a / 2)", "10 ** (@a * 60)"]
)
def test_a_throw_that_cannot_be_worked_out_is_an_error_with_its_place(value):
    system = System.from_toml(written(f'pools.a = "1d4"\npools.b = "1d6"\nvalues.x = "{value}"'))
    program, given = system.call("mine")
    with pytest.raises(DiceError) as raised:
        system.odds("mine")
    with pytest.raises(DiceError) as enumerating:
        every_throw(program, given, Tally(program), Work(ENUMERATED))
    # Players see their call, and what is wrong in the file is the cause.
    assert raised.value.text == "mine"
    cause = raised.value.__cause__
    assert isinstance(cause, DiceError)
    assert cause.text == value
    assert str(cause) == str(enumerating.value)


def test_a_row_that_no_throw_reaches_does_no_harm():
    table = '[table.steps]\nholds = "dice"\nrows = ["1d6", "(1/0)d6"]'
    body = 'pools.a = "steps(1)"\npools.b = "1d4"\npools.c = "if(@b = 1, 1d6, 1d4)"\nvalues.x = "@a"'
    assert System.from_toml(written(body, table)).odds("mine").values["x"].mean == Fraction(7, 2)


EQUAL_DICE = ["1d6", "5d6", "9d4", "2d6ro1", "8d[1,1,2,3]", "3d1", "0d6", "4d[5,0..3,5]"]


@pytest.mark.parametrize("dice", EQUAL_DICE)
@pytest.mark.parametrize("out", ["", "out<3", "out>=3", "out=[1,3]"])
def test_sets_among_equal_dice_are_those_of_every_throw(dice, out):
    body = f'pools.a = "{dice}"\n'
    for number, kind in enumerate(("sets", "widest", "tallest")):
        body += f'values.all{number} = "{kind}(@a)"\nvalues.some{number} = "{kind}({{@a}}{out})"\n'
    system = System.from_toml(written(body))
    assert system.odds("mine") == enumerated(system, "mine")


def test_what_explodes_without_end_says_what_is_missing():
    odds = game("swade").odds("sw 8")
    assert 0 < odds.missing < Fraction(1, 10**11)
    assert odds.outcomes["failure"] == Fraction(1, 6)


EXPLODING = {
    "each": 'pools.a = "2d6!"\nvalues.hits = "{@a}>=5"\nvalues.best = "{@a}kh1"\nvalues.sum = "@a"',
    "compound": 'pools.a = "2d6!!"\nvalues.sum = "@a"\nvalues.best = "{@a}kh1"',
}


@pytest.mark.parametrize("body", EXPLODING.values(), ids=EXPLODING)
def test_exploding_dice_have_the_odds_of_every_throw_but_for_what_is_missing(body):
    system = System.from_toml(
        written(body + '\noutcomes = [{ name = "yes", when = "@best >= 6" }, { name = "no" }]')
    )
    odds, every = system.odds("mine"), enumerated(system, "mine")
    for name, chance in odds.outcomes.items():
        assert abs(chance - every.outcomes[name]) <= odds.missing + every.missing
    assert every.missing < Fraction(1, 10**8)


@pytest.mark.parametrize(
    ("text", "outcome", "chance"),
    [
        ("v5 12 h5 vs 6", "bestial failure", 0.15967),
        ("v5 5 h2 vs 4", "bestial failure", Fraction(16958, 100000)),
    ],
)
def test_large_pools_are_exact(text, outcome, chance):
    found = game("v5").odds(text).outcomes[outcome]
    assert found == chance if isinstance(chance, Fraction) else abs(found - Fraction(chance)) < 1e-5


def test_what_cannot_be_found_is_refused():
    body = 'pools.a = "max(60d60, 1)"\nvalues.hits = "{@a}=6"'
    with pytest.raises(OddsTooLarge):
        System.from_toml(written(body)).odds("mine")


def test_words_have_odds_of_their_own():
    odds = game("fate").odds("fate +0 vs 0")
    assert odds.words["ladder"]["Mediocre"] == Fraction(19, 81)
    assert sum(odds.words["ladder"].values()) == 1
    assert odds.values["result"].probability("=", 0) == Fraction(19, 81)


@pytest.mark.parametrize("dice", ["7d10!!kh3", "6d8!kl2", "5d6r1dh2", "4d10kh2"])
def test_a_pool_of_which_only_the_total_is_read_has_the_odds_of_a_plain_roll(dice):
    system = System.from_toml(
        written(f'usage = "[@mod]"\nparameters.mod = 0\npools.a = "{dice}"\nresult = "@a + @mod"')
    )
    plain = odds(f"{dice}+4")
    assert dict(system.odds("mine +4").values["result"].items()) == dict(plain.items())


@pytest.mark.parametrize("reading", ["{@a}>=6", "{@a}kh1", "@a.dice"])
def test_a_pool_that_is_also_looked_into_is_found_die_by_die(reading):
    body = f'usage = ""\npools.a = "3d6kh2"\nvalues.seen = "{reading}"\nresult = "@a"'
    system = System.from_toml(written(body))
    both, total = system.odds("mine"), odds("3d6kh2")
    assert dict(both.values["result"].items()) == dict(total.items())
