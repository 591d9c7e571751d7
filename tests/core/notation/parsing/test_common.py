"""The quick reader reads what the parser reads, each node in its place, or leaves it to the parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dicewright.errors import DiceError
from dicewright.limits import DEFAULT_LIMITS, Limits
from dicewright.notation.parsing import common
from dicewright.notation.parsing.parser import parse_any
from dicewright.values import Value
from tests.support.dice.notation_strategies import trees

PIECES = st.sampled_from(
    [
        *("1d20", "d6", "2d20", "4d6", "10d10", "d66", "3d100", "0d6", "d0", "05d6", "1d06", "12d12", "1d1"),
        *("kh1", "kh3", "k2", "kl1", "dl1", "dh2", "d1", "kh", "kh0", "!", "!!", "!o", ">=5", "<3", ">7"),
        *("+", "-", "*", "/", "**", "//", "(", ")", "1", "5", "20", "007", "1.5", "1000000", "9999999"),
        *(" ", "  ", "\t", "\n", "x", "#", ";", "D", "KH1", "adv", "vs", "15", "%", "[fire]", "{", "}"),
    ]
)


def whole(value):
    """Return a value with every field, places too, which take no part in equality."""
    if isinstance(value, Value):
        return type(value), [whole(getattr(value, field)) for field in value._fields]
    return [whole(each) for each in value] if isinstance(value, tuple) else value


def agrees_with_the_parser(text, limits=DEFAULT_LIMITS):
    """Hold the quick reader to the parser, and return whether it read the text."""
    tree = common.read(text, limits)
    if tree is None:
        return False
    expected = parse_any(text, limits)
    assert whole(tree) == whole(expected)
    assert str(tree) == str(expected)
    return True


@given(trees())
@settings(max_examples=100)
def test_any_notation(tree):
    for text in (str(tree), str(tree).replace(" ", ""), str(tree).upper()):
        agrees_with_the_parser(text)


@given(st.lists(PIECES, min_size=1, max_size=9).map("".join))
@settings(max_examples=2_000)
def test_any_pieces_of_notation(text):
    agrees_with_the_parser(text)


@given(st.text("0123456789d+-*()khl!>=< .x#", max_size=12))
@settings(max_examples=1_000)
def test_any_characters(text):
    agrees_with_the_parser(text)


@pytest.mark.parametrize(
    "text",
    [
        *("1d20", "d20", "D20", "1d20+5", " 1d20 + 5 ", "1d20\t+5", "4d6kh3", "4d6k3", "2d20kh1+7"),
        *("2d20kl1-1", "4d6dl1", "10d6!", "10d6! + 2", "100d6", "(2d6+3)*2-1d4", "2*(1d6+1)", "((1d4))"),
        *(
            "8d10>=8",
            "8d10>=8 \t",
            " 5d10<3  ",
            "5d10<3",
            "7",
            "1d6+1d8+1d10+1d12",
            "1d20+5+1d4-2",
            "0d6",
            "1d6*1d4*2",
            "1000d1000",
        ),
    ],
)
def test_what_players_type_most_is_read_quickly(text):
    assert agrees_with_the_parser(text)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("2d6", Limits(dice=1)),
        ("1d20", Limits(faces=19)),
        ("1d20", Limits(digits=5)),
        ("(1d20)", Limits(nesting=1)),
        ("d66", DEFAULT_LIMITS),
        ("6 4d6", DEFAULT_LIMITS),
        ("6x 4d6", DEFAULT_LIMITS),
        ("1d20 + 5 to hit", DEFAULT_LIMITS),
        ("1d20+5>=15", DEFAULT_LIMITS),
        ("1d20 >= 1d20", DEFAULT_LIMITS),
        ("(((1d4)))", DEFAULT_LIMITS),
        ("2d6**2", DEFAULT_LIMITS),
        ("1d6 ! boom", DEFAULT_LIMITS),
        ("", DEFAULT_LIMITS),
    ],
)
def test_the_rest_is_left_to_the_parser(text, limits):
    assert common.read(text, limits) is None


@pytest.mark.parametrize("text", ["2d6>=7", "3d6dl4", "1d1!", "2d6+", "()", "(2d6", "2d6)", "1d20 5"])
def test_mistakes_are_left_to_the_parser(text):
    assert common.read(text, DEFAULT_LIMITS) is None
    with pytest.raises(DiceError):
        parse_any(text, DEFAULT_LIMITS)
