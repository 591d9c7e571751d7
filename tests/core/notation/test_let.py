"""One roll used twice: `let x = 2d6 in @x + @x` rolls once, and the name stands for its total."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from dicewright import NotationError

# What is written, its canonical form, the faces, and what is shown.
ROLLS = [
    (
        "let x = 2d6 in @x + @x",
        "let x = 2d6 in @x + @x",
        [3, 4],
        "let x = 2d6 (3, 4) in @x (7) + @x (7) = 14",
    ),
    ("LET X=2d6 IN x*2", "let x = 2d6 in @x * 2", [3, 4], "let x = 2d6 (3, 4) in @x (7) × 2 = 14"),
    (
        "let @hit = 1d20 + 5 in @hit vs 15",
        "let hit = 1d20 + 5 in @hit vs 15",
        [12],
        "let hit = 1d20 (12) + 5 in @hit (17) vs 15 = 17: success by 2",
    ),
    (
        "let x = 1d6, y = 1d8 in max(x, y) - min(x, y)",
        "let x = 1d6 in let y = 1d8 in max(@x, @y) - min(@x, @y)",
        [2, 7],
        "let x = 1d6 (2) in let y = 1d8 (7) in max(@x (2), @y (7)) - min(@x (2), @y (7)) = 5",
    ),
    (
        "let x = 1d20 in if(@x = 20, 2d8, 1d8) # sword",
        "let x = 1d20 in if(@x vs =20, 2d8, 1d8) # sword",
        [20, 3, 4],
        "let x = 1d20 (20*) in if(@x (20) vs =20 true: 2d8 (3, 4)) = 7 # sword",
    ),
    (
        "let n = 1d4 in (n)d6 + n",
        "let n = 1d4 in (@n)d6 + @n",
        [2, 5, 6],
        "let n = 1d4 (2) in @n (2) = 2 → (@n)d6 (5, 6) + @n (2) = 13",
    ),
    (
        "let n = 1d4 in 2d@n",
        "let n = 1d4 in 2d(@n)",
        [3, 1, 3],
        "let n = 1d4 (3) in @n (3) = 3 → 2d(@n) (1, 3) = 4",
    ),
    (
        "2 + let x = 1d4 in x * x",
        "2 + (let x = 1d4 in @x * @x)",
        [3],
        "2 + (let x = 1d4 (3) in @x (3) × @x (3)) = 11",
    ),
    (
        "let x = 1d4 in let x = x + 1 in x * 2",
        "let x = 1d4 in let x = @x + 1 in @x * 2",
        [3],
        "let x = 1d4 (3) in let x = @x (3) + 1 in @x (4) × 2 = 8",
    ),
    (
        "2x let x = 1d4 in x * x",
        "2x let x = 1d4 in @x * @x",
        [3, 4],
        "let x = 1d4 (3) in @x (3) × @x (3) = 9\nlet x = 1d4 (4) in @x (4) × @x (4) = 16\ntotal 25",
    ),
    (
        "let kh = 1d4 in kh + 1; 1d6",
        "let kh = 1d4 in @kh + 1; 1d6",
        [3, 4],
        "let kh = 1d4 (3) in @kh (3) + 1 = 4\n1d6 (4) = 4",
    ),
]


@pytest.mark.parametrize(("text", "canonical", "faces", "shown"), ROLLS)
def test_it_is_rolled_once(text, canonical, faces, shown):
    result = dicewright.roll(text, dice=dicewright.scripted(faces))

    assert (result.notation, str(result), result.faces) == (canonical, shown, tuple(faces))
    assert dicewright.parse(canonical).tree == result.tree
    assert str(dicewright.Result.from_dict(result.to_dict())) == shown


@pytest.mark.parametrize(
    ("text", "operator", "value", "chance"),
    [
        # The same roll twice is even, and two rolls are not.
        ("let x = 1d6 in x + x", "=", 7, Fraction(0)),
        ("let x = 1d6 in x + x", "=", 12, Fraction(1, 6)),
        ("let x = 2d6 in x - x", "=", 0, Fraction(1)),
        ("let x = 1d6, y = 1d6 in x - y", "=", 0, Fraction(1, 6)),
        ("let x = 1d20 in if(x = 20, 20, x) >= 20", "=", 1, Fraction(1, 20)),
        ("let x = 1d6 in x * x", ">=", 25, Fraction(1, 3)),
    ],
)
def test_chances(text, operator, value, chance):
    assert dicewright.odds(text).probability(operator, value) == chance


def test_a_test_within_has_its_chance_and_margin():
    (check,) = dicewright.parse("3x let x = 1d20 in x + 5 vs 15").odds_by_roll()

    assert (check.success, check.margin.mean) == (Fraction(11, 20), Fraction(1, 2))
    assert check.successes.probability("=", 3) == Fraction(11, 20) ** 3
    assert dicewright.target_of_test(check.roll.expression).low == 15


def test_names_of_the_caller_are_others():
    names = {"str": 3, "x": 100, "hit": "1d20 + @x"}
    result = dicewright.roll("let x = 1d6 in x + @str + @hit", names=names, dice=dicewright.scripted([2, 10]))

    assert result.total == 2 + 3 + 10 + 100
    assert sorted(result.names) == ["hit", "str", "x"]


@pytest.mark.parametrize("note", ["let x = 2d6", "let x = 2d6 in", "let x = 2d6 in ))", "let x = 2d6, y ="])
def test_one_that_turns_out_to_be_a_note_gives_no_name(note):
    text = f"1d20 # a; {note}; 2d6 + @x"

    assert dicewright.roll(text, names={"x": 3}, dice=dicewright.scripted([1, 2, 4])).total == 10
    with pytest.raises(NotationError) as caught:
        dicewright.roll(text)
    assert caught.value.code == "unknown-name"


def test_a_saved_roll_may_hold_one():
    names = {"cut": "let x = 1d6 in x * x", "four": "let x = 2 in x * x"}

    assert dicewright.roll("@cut + 1", names=names, dice=dicewright.scripted([3])).total == 10
    assert dicewright.roll("6d6kh@four", names=names, dice=dicewright.scripted([1] * 6)).total == 4


@pytest.mark.parametrize(
    ("text", "code", "marked", "fix"),
    [
        ("let x = 2d6", "missing-in", "", None),
        ("let x = 2d6; 3", "missing-in", ";", None),
        ("let x 2d6 in x", "missing-sign", "2d6", None),
        ("let = 2d6 in 3", "missing-name", "=", None),
        ("let 3 = 2d6 in 3", "missing-name", "3", None),
        ("let x = in 3", "unknown-word", "in", None),
        ("let x = 2d6 in", "incomplete", "", None),
        ("let d = 2d6 in d", "name-taken", "d", None),
        ("let floor = 2d6 in 3", "name-taken", "floor", None),
        ("let x = 4d6 in {@x}kh3", "not-dice", "@x", None),
        ("let x = 4d6 in sets(x)", "not-dice", "x", None),
        ("let x = 4d6 in twice(x)", "not-dice", "x", None),
        ("let x = 4d6 in xkh1", "unknown-word", "xkh", None),
        ("let x = 4d6 in @x kh1", "modifier-without-dice", "@x kh", None),
        ("let x = 4d6 in @x!", "modifier-without-dice", "@x!", None),
        ("let x = 4d6 in 2d6 x", "side-by-side", "x", None),
        ("let str = 4d6 in 2d6 str", "side-by-side", "str", None),
        ("let x = 1d6 in 1d20>=@x", "not-a-number", ">=@x", "let x = 1d6 in 1d20 vs @x"),
        ("let x = 1d6 in 8d10=x", "not-a-number", "=x", "let x = 1d6 in 8d10 vs =x"),
        # A number of the same name, in another let, has nothing to do with it.
        (
            "let x = 7 in 1; let x = 2d6 in 1d20>=@x",
            "not-a-number",
            ">=@x",
            "let x = 7 in 1; let x = 2d6 in 1d20 vs @x",
        ),
        (
            "let x = 7 in (let x = 2d6 in 1d20>=x)",
            "not-a-number",
            ">=x",
            "let x = 7 in (let x = 2d6 in 1d20 vs x)",
        ),
        ("let x = 2d6 in (let x = 7 in 1d20>=@x)", "not-a-number", ">=@x", None),
        ("let x = 1d6 in 4d6kh@x", "not-a-number", "@x", None),
        ("let x = 1d6 in 2x", "side-by-side", "x", "let x = 1d6 in 2 * x"),
    ],
)
def test_mistakes(text, code, marked, fix):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)

    assert (caught.value.code, caught.value.marked, caught.value.fix) == (code, marked, fix)


@pytest.mark.parametrize("text", ["1d20 let it ride", "1d20 # let x = 2d6 in x", "1d20 in the dark"])
def test_words_stay_a_note(text):
    (roll,) = dicewright.parse(text).tree.rolls

    assert (str(roll.expression), roll.note) == ("1d20", text.removeprefix("1d20").strip(" #"))


def test_in_words():
    from dicewright.rendering import describe

    tree = dicewright.parse("let x = 2d6kh1 in x + x").tree
    assert describe(tree) == "@x as (2d6, keep the highest), then @x + @x"
