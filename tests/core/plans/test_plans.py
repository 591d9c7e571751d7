"""A plan gives what the interpreter gives: the same faces, totals, dice, text, errors and limits."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dicewright
from dicewright import DiceError, Limits, interpreter
from dicewright.notation.parsing.common import parse
from dicewright.notation.tree import modifiers, nodes
from dicewright.notation.tree.dice import Fate, Numbered
from dicewright.notation.tree.matches import Comparison
from dicewright.notation.tree.rolls import Roll, Rolls
from dicewright.plans import planned
from dicewright.plans.pools import keeping
from dicewright.rendering import plain
from dicewright.result import Result

LIMITS = Limits(dice=60, steps=150)
SEEDS = st.sampled_from(["", "a", "b", "seed"])


@st.composite
def common_rolls(draw):
    """What players type most: sums of pools with at most one modifier that matters."""
    return Rolls(tuple(draw(st.lists(parts(), min_size=1, max_size=2))))


@cache
def parts():
    body = st.one_of(pools(), chains(), chains().map(lambda chain: nodes.Labelled(chain, "fire")))
    tested = st.builds(nodes.Test, body, st.sampled_from([">=", "<", "="]), numbers())
    return st.builds(Roll, st.one_of(body, tested), st.none() | st.integers(1, 3))


@cache
def numbers():
    return st.integers(0, 30).map(nodes.Number)


@cache
def pools():
    count = st.integers(0, 12).map(nodes.Number)
    kind = st.one_of(st.just(Fate()), st.sampled_from([1, 2, 6, 20, 100, 255, 256, 1000]).map(Numbered))
    return st.builds(nodes.Pool, count, kind, choices())


@cache
def choices():
    ends = st.sampled_from(["highest", "lowest", "middle"])
    shown = st.one_of(
        st.builds(modifiers.Sort, st.booleans()),
        st.just(modifiers.Mark("critical", Comparison("=", 6))),
    )
    number = st.integers(1, 5)
    comparison = st.builds(Comparison, st.sampled_from([">=", "<", "=", "<>"]), st.integers(-1, 7))
    mattering = st.one_of(
        st.builds(modifiers.Keep, ends, number),
        st.builds(modifiers.Drop, st.sampled_from(["highest", "lowest"]), number),
        st.builds(modifiers.Advantage, st.sampled_from(["highest", "lowest"]), number),
        st.builds(modifiers.Count, st.just("success"), comparison),
        st.just(modifiers.Explode("each", None)),
    )
    before = st.lists(shown, max_size=2)
    return st.builds(
        lambda one, other, last: (*one, *other, *last), before, st.lists(mattering, max_size=1), before
    )


@cache
def chains():
    def chain(first, signs, operands):
        steps = tuple(nodes.Operation(sign, operand) for sign, operand in zip(signs, operands, strict=False))
        return nodes.Arithmetic(first, steps) if steps else first

    operand = st.one_of(pools(), numbers())
    signs = st.one_of(st.lists(st.sampled_from("+-"), max_size=3), st.just(["*"]), st.just(["*", "*"]))
    return st.builds(chain, operand, signs, st.lists(operand, min_size=3, max_size=3))


def outcome_of_plan(plan, tree, seed):
    """Return what can be seen of a roll: its total, faces, dice, rolls and text."""
    blocks = []
    try:
        total = plan.program.total(dicewright.seeded(seed), blocks)
    except DiceError as error:
        return type(error), error.code, error.span
    result = Result(Known(tree), total, blocks, plan=plan)
    dice = result.dice  # before the rolls are made, from which dice are taken where there are any
    return total, list(result.faces), dice, result.rolls, str(result)


def outcome_of_interpreter(tree, seed, limits):
    try:
        rolls, faces = interpreter.roll(tree, dicewright.seeded(seed), limits)
    except DiceError as error:
        return type(error), error.code, error.span
    total = sum(roll.total for roll in rolls)
    following = iter(rolls)
    groups = [[next(following) for _ in range(part.repeat or 1)] for part in tree.rolls]
    dice = tuple(die for roll in rolls for die in roll.dice)
    return total, faces, dice, rolls, plain.lines(groups)


class Known:
    """Stands for the reading of a text that nobody wrote."""

    def __init__(self, tree, limits=LIMITS):
        self._tree = tree
        self._limits = limits
        self._written = str(tree)


@given(common_rolls(), SEEDS)
@settings(max_examples=500)
def test_a_plan_rolls_what_the_interpreter_rolls(tree, seed):
    plan = planned(tree, LIMITS)

    if plan is not None:
        assert outcome_of_plan(plan, tree, seed) == outcome_of_interpreter(tree, seed, LIMITS)


@pytest.mark.parametrize(
    "text",
    [
        "1d20",
        "1d20 + 5",
        "1d20 - 5 - 1d4 + 2",
        "4d6kh3",
        "4d6dl1",
        "2d20kl1",
        "1d20adv + 7",
        "2d6dis",
        "10d6!",
        "100d6",
        "(2d6 + 3) * 2 - 1d4",
        "8d10>=8",
        "8d10<>1",
        "4dF",
        "2d6[fire] + 1d8[cold]",
        "1d20 + 5 vs 15",
        "12d20<=5",  # rolled under: a 1 that is counted is no failure
        "6x 4d6kh3",
        "6x 1d6",
        "1x 3d6!",
        "1d20 + 5; 2d6 + 3",
        "3d1000",
        "2d20kh1cs>=19sa",
    ],
)
@pytest.mark.parametrize("seed", ["first", "second", "third"])
def test_what_players_type_most_has_a_plan(text, seed):
    tree = parse(text)
    plan = planned(tree, dicewright.DEFAULT_LIMITS)

    assert plan is not None
    assert outcome_of_plan(plan, tree, seed) == outcome_of_interpreter(tree, seed, dicewright.DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("2d6km1", Limits()),
        ("2d6!kh1", Limits()),
        ("3d6! + 2d4!", Limits()),
        ("2x 3d6!", Limits()),
        ("1d6 * 2 * 3", Limits()),
        ("1d6 / 2", Limits()),
        ("1d20 vs 1d20", Limits()),
        ("2d[1,2,3]", Limits()),
        ("1d6 + 1000001", Limits()),
        ("1d6", Limits(digits=20)),
        ("10d6sa", Limits(steps=9)),
        ("5x 2d6sa", Limits(steps=9)),
        ("8d6; 3d6", Limits(dice=10)),
        ("6x 2d6", Limits(dice=10)),
    ],
)
def test_what_may_pass_a_limit_or_is_rare_has_none(text, limits):
    assert planned(parse(text), limits) is None


def test_exploding_dice_have_what_others_leave():
    notation = dicewright.parse("2d6! + 3d4 + 1d8", limits=Limits(dice=7))
    explodes_once, twice = bytes([5, 0, 0, 0, 0, 0, 0]), bytes([5, 5, 0, 0, 0, 0, 0, 0])

    assert roll_bytes(notation, explodes_once) == 6 + 1 + 1 + 3 + 1
    with pytest.raises(dicewright.LimitError) as caught:
        roll_bytes(notation, twice)
    assert caught.value.span == dicewright.Span(3, 4)


def roll_bytes(notation, stream):
    read = iter(stream)
    draw = dicewright.from_bytes(lambda number: bytes(next(read) for _ in range(number)))
    return planned(notation.tree, notation.limits).program.total(draw, [])


def test_a_sum_of_a_thousand_terms_is_no_deeper_than_one_of_two():
    text = "+".join(["1d1"] * 900) + "-1d1" * 50
    assert dicewright.roll(text, limits=Limits(text=10_000), seed="s").total == 850


def test_ten_thousand_dice_are_cut_as_the_interpreter_has_them_cut():
    tree = parse("10000d20 + 3d6! # many")
    plan = planned(tree, dicewright.Limits(dice=20_000, steps=200_000))
    blocks = []
    total = plan.program.total(dicewright.seeded("many"), blocks)
    rolls, _ = interpreter.roll(tree, dicewright.seeded("many"), Limits(dice=20_000, steps=200_000))

    text = str(Result(Known(tree), total, blocks, plan=plan))

    assert text == plain.lines([rolls])
    assert " more dice = " in text


def test_dice_that_are_sorted_or_marked_are_left_to_the_interpreter():
    tree = parse("4d6sa + 2d20cs>=19")
    plan = planned(tree, dicewright.DEFAULT_LIMITS)

    assert not plan.shows
    assert outcome_of_plan(plan, tree, "seed") == outcome_of_interpreter(tree, "seed", LIMITS)


@pytest.mark.parametrize(
    "text", ["20d4!; 1d20", "1d20 + 1; 20d4! + 2; 4d6kh3", "1x 20d4!", "2x 2d6; 20d4! - 1d4"]
)
@pytest.mark.parametrize("seed", [f"seed {number}" for number in range(5)])
def test_dice_that_explode_beside_other_rolls(text, seed):
    tree = parse(text)
    plan = planned(tree, dicewright.DEFAULT_LIMITS)

    expected = outcome_of_interpreter(tree, seed, dicewright.DEFAULT_LIMITS)

    assert any(die.origin == "exploded" for die in expected[2])
    assert outcome_of_plan(plan, tree, seed) == expected


DICE = st.sampled_from(["1d20", "2d6", "4d6kh3", "2d20kl1", "10d6!", "8d10>=8", "d%", "3d6dl1", "0d6", "d8"])
SIGNS = st.sampled_from(["+", "-", "*", " + ", " - ", "\t* "])


@given(
    st.lists(
        st.tuples(st.sampled_from(["", " ", "\t "]), DICE | st.integers(0, 30).map(str), SIGNS),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
    SEEDS,
)
@settings(max_examples=200)
def test_the_same_dice_in_new_texts(terms, in_brackets, seed):
    # What is known of dice from other texts must fit them wherever they stand.
    text = "".join(blank + dice + sign for blank, dice, sign in terms)[: -len(terms[-1][2])]
    if in_brackets:
        text = f"({text}) * 2 - {terms[0][1]}"
    try:
        result = dicewright.roll(text, seed=seed)
    except DiceError:
        return
    assert str(result) == plain.lines(result.groups)
    assert result.total == sum(roll.total for roll in result.rolls)


def test_more_dice_than_are_known_at_a_time():
    for number in range(1_200):
        # Dice in other places are others.
        result = dicewright.roll(f"{' ' * (number % 40)}{number // 40 + 1}d6kh1 + {number}", seed="many")
        assert str(result) == plain.lines(result.groups)


@given(
    st.sampled_from(["highest", "lowest"]),
    st.integers(0, 130),
    st.integers(1, 12),
    st.booleans(),
    st.randoms(use_true_random=False),
)
@settings(max_examples=100)
def test_many_kept_dice_are_worth_what_they_add_up_to(which, number, sides, keep, random):
    count = 120
    drawn = bytes(random.choices(range(1, sides + 1), k=count))
    worth, dropped = keeping(which, number, count, sides, keep=keep)
    gone = set(dropped(drawn))
    expected = sum(face for place, face in enumerate(drawn) if place not in gone)
    assert worth(drawn) == worth(list(drawn)) == expected
