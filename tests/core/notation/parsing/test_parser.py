"""The tree of a text, seen by its canonical form, and where its nodes stand."""

from __future__ import annotations

import pytest

from dicewright.notation.parsing.common import parse
from dicewright.notation.tree.contents import children

CANONICAL = [
    ("4D6KH3+2", "4d6kh3 + 2"),
    ("d20", "1d20"),
    ("d%", "1d100"),
    ("4df", "4dF"),
    ("4dFkh2", "4dFkh2"),
    ("2 d6", "2d6"),
    ("3d[ 1, 1 ,2 ]", "3d[1, 1, 2]"),
    ("d[0..9]", "1d[0..9]"),
    ("d[hit:1, blank:0, 'x']", "1d[hit:1, blank, x]"),
    ("(1d4)d6", "(1d4)d6"),
    ("(2)d6", "2d6"),
    ("1d(2*3)", "1d(2 * 3)"),
    ("d(6)", "1d(6)"),
    ("007", "7"),
    ("2.50", "2.5"),
    (".5", "0.5"),
    ("{4d6+2,3d8}k", "{4d6 + 2, 3d8}kh1"),
    ("@STR", "@str"),
    ("@a kh1", "@a kh1"),
    ("@a!", "@a!"),
    ("FLOOR(7/2)", "floor(7 / 2)"),
    ("max( 1 , 2,3 )", "max(1, 2, 3)"),
    ("if(1d20>=15,2d6,0)", "if(1d20>=15, 2d6, 0)"),
    ("if(1d20+1>=15,2d6,0)", "if(1d20 + 1 vs 15, 2d6, 0)"),
    # Modifiers
    ("4d6k3", "4d6kh3"),
    ("4d6kl", "4d6kl1"),
    ("4d6km2", "4d6km2"),
    ("4d6d", "4d6dl1"),
    ("4d6dh2", "4d6dh2"),
    ("1d20adv1", "1d20adv"),
    ("1d20dis2", "1d20dis2"),
    ("4d6!6", "4d6!=6"),
    ("4d6! >= 5", "4d6!>=5"),
    ("4d6!o", "4d6!o"),
    ("4d6!p>4", "4d6!p>4"),
    ("4d6!!=3", "4d6!!=3"),
    ("4d6!odd", "4d6!odd"),
    ("4d6!oodd", "4d6!oodd"),
    ("4d6r1", "4d6r=1"),
    ("4d6r<= 2", "4d6r<=2"),
    ("4d6ro1ra6u", "4d6ro=1ra=6u"),
    ("4d6mi2ma5", "4d6mi2ma5"),
    ("4dFr-1", "4dFr=-1"),
    ("4dFmi-0.5", "4dFmi-0.5"),
    ("4d6r+1", "4d6r=1"),
    ("8d10=>8", "8d10>=8"),
    ("8d10≥8", "8d10>=8"),
    ("8d10≤3", "8d10<=3"),
    ("8d10≠3", "8d10<>3"),
    ("8d10==8", "8d10=8"),
    ("8d10>=8f1ds10", "8d10>=8f=1ds=10"),
    ("4d6EVEN", "4d6even"),
    ("1d20cs>=19cf1", "1d20cs>=19cf=1"),
    ("4d6sasd", "4d6sasd"),
    ("4d6khsa", "4d6kh1sa"),
    ("4d6kh3-1", "4d6kh3 - 1"),
    ("4d6!-1", "4d6! - 1"),
    ("1d20advvs15", "1d20adv vs 15"),
    # Operators
    ("1+2*3", "1 + 2 * 3"),
    ("(1+2)*3", "(1 + 2) * 3"),
    ("1-(2-3)", "1 - (2 - 3)"),
    ("1-2-3", "1 - 2 - 3"),
    ("(1-2)-3", "(1 - 2) - 3"),
    ("8/(4/2)", "8 / (4 / 2)"),
    ("7//2%3", "7 // 2 % 3"),
    ("2^3^2", "2 ** 3 ** 2"),
    ("(2**3)**2", "(2 ** 3) ** 2"),
    ("-2**2", "-2 ** 2"),
    ("(-2)**2", "(-2) ** 2"),
    ("2**-1", "2 ** -1"),
    ("--1", "--1"),
    ("+1", "1"),
    ("1--1", "1 - -1"),
    ("2×3÷4−5", "2 * 3 / 4 - 5"),
    # Labels, tests, notes, repeats
    ("2d6[ fire ]", "2d6[fire]"),
    ("2d6[“cold iron”]", "2d6[cold iron]"),
    ("(1d6+1)[a]", "(1d6 + 1)[a]"),
    ("(2d6[a])[b]", "(2d6[a])[b]"),
    ("1d20+5vs15", "1d20 + 5 vs 15"),
    ("1d20+5 vs >= 15", "1d20 + 5 vs 15"),
    ("1d100 vs<=45", "1d100 vs <=45"),
    ("(1d20) > 5", "1d20 vs >5"),
    ("(1 vs 2) + 1", "(1 vs 2) + 1"),
    ("1d20#to hit", "1d20 # to hit"),
    ("1d20 ! to hit", "1d20 # to hit"),
    ("6X4d6", "6x 4d6"),
    ("6#4d6", "6x 4d6"),
    ("6 4d6", "6x 4d6"),
    ("6 # six", "6 # six"),
    ("6#", "6"),
    ("1d6;2d8;", "1d6; 2d8"),
    ("2x1d6#a;3 4d6", "2x 1d6 # a; 3x 4d6"),
    ("\u200b1d6\ufeff", "1d6"),
]


@pytest.mark.parametrize(("text", "canonical"), CANONICAL)
def test_canonical_form(text, canonical):
    tree = parse(text)

    assert str(tree) == canonical
    assert parse(canonical) == tree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2d6", "2d6sa"),
        ("1-2-3", "1-(2-3)"),
        ("1d6", "1x 1d6"),
        ("1d6", "1d6 # a"),
        ("4d6!", "4d6!=6"),
        ("1d6[a]", "1d6[b]"),
        ("1d6", "1d(6)"),
        ("{1d6}", "1d6"),
    ],
)
def test_what_is_written_differently_on_purpose_differs(one, other):
    assert parse(one) != parse(other)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1 + 2d6kh1 * 3", ["1 + 2d6kh1 * 3", "1", "2d6kh1 * 3", "2d6kh1", "", "3"]),
        ("-(1d4)d6[x]", ["-(1d4)d6[x]", "(1d4)d6[x]", "(1d4)d6", "1d4", ""]),
        ("if(1 vs 2, @a kh1, {3, 4}dl)", None),
        ("  max( 1 ,2 )  ", ["max( 1 ,2 )", "1", "2"]),
        ("2 ** -d%", ["2 ** -d%", "2", "-d%", "d%", ""]),
    ],
)
def test_every_node_knows_its_place(text, places):
    found = [node.span.of(text) for node in walk(parse(text).rolls[0].expression)]

    if places is not None:
        assert found == places
    else:
        assert found == [text, "1 vs 2", "1", "2", "@a kh1", "{3, 4}dl", "3", "4"]


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def test_modifiers_know_their_places():
    text = "8d10kh3 >= 8 f1"
    pool = parse(text).rolls[0].expression

    assert [modifier.span.of(text) for modifier in pool.modifiers] == ["kh3", ">= 8", "f1"]
