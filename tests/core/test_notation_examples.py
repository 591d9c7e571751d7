"""Every example of docs/notation.md, line by line, with the dice scripted."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright

HALF = Fraction(1, 2)

# What is written, the faces that fall in the order thrown, and the total.
TOTALS = [
    # General
    ("2D6KH1", [2, 5], 5),
    ("2d6kh1", [2, 5], 5),
    ("2d6 × 3", [2, 5], 21),
    ("2d6 ÷ 2", [2, 5], Fraction(7, 2)),
    ("2d6 − 3", [2, 5], 4),
    ("2d6 – 3", [2, 5], 4),
    ("2d6[“fire”]", [2, 5], 7),
    ("0.5", [], HALF),
    ("7/2", [], Fraction(7, 2)),
    ("1 + 2 * 3", [], 7),
    # Terms
    ("3d6", [1, 2, 6], 9),
    ("d20", [17], 17),
    ("2d%", [100, 1], 101),
    ("d100", [42], 42),
    ("4dF", [1, 2, 3, 3], 1),
    ("4df", [1, 1, 1, 1], -4),
    ("d[1,1,2,3]", [2], 1),
    ("d[1,1,2,3]", [4], 3),
    ("3d[0..9]", [1, 10, 5], 13),
    ("2d[-1,0,1]", [1, 3], 0),
    ("4d[hit:1, crit:2, blank]", [1, 2, 3, 1], 4),
    ("(1d4)d6", [3, 6, 5, 1], 12),
    ("1d(2*3)", [6], 6),
    ("7", [], 7),
    ("2.5", [], Fraction(5, 2)),
    ("{4d6+2, 3d8}", [1, 2, 3, 4, 8, 8, 8], 36),
    ("floor(7/2)", [], 3),
    ("ceil(7/2)", [], 4),
    ("round(7/2)", [], 4),
    ("round(-7/2)", [], -4),
    ("abs(2 - 5)", [], 3),
    ("min(1d6, 1d8)", [4, 3], 3),
    ("max(1d6, 1d8)", [4, 3], 4),
    ("if(1d20 vs 15, 2d6, 0)", [15, 3, 4], 7),
    ("if(1d20 vs 15, 2d6, 0)", [14], 0),
    # Modifiers
    ("5d6kh3", [1, 6, 2, 5, 4], 15),
    ("5d6kl1", [2, 6, 1, 5, 4], 1),
    ("5d6km1", [2, 6, 1, 5, 4], 4),
    ("5d6k3", [1, 6, 2, 5, 4], 15),
    ("5d6k", [1, 6, 2, 5, 4], 6),
    ("5d6kl", [2, 6, 1, 5, 4], 1),
    ("5d6dh1", [1, 6, 2, 5, 4], 12),
    ("5d6dl1", [1, 6, 2, 5, 4], 17),
    ("5d6d1", [1, 6, 2, 5, 4], 17),
    ("1d20adv", [3, 17], 17),
    ("1d20dis", [3, 17], 3),
    ("1d20adv2", [3, 17, 9], 17),
    ("2d6adv", [1, 6, 3], 9),
    ("2d6!", [6, 2, 3], 11),
    ("2d6!", [6, 6, 6, 1, 2], 21),
    ("2d6!>=5", [5, 1, 6, 2], 14),
    ("2d6!=6", [5, 6, 2], 13),
    ("2d6!6", [5, 6, 2], 13),
    ("2d6!o", [6, 2, 6], 14),
    ("2d6!o>=5", [6, 5, 5, 6], 22),
    ("2d6!!", [6, 2, 6, 1], 15),
    ("2d6!!>=5", [5, 2, 6, 1], 14),
    ("2d6!p", [6, 2, 6, 4], 6 + 5 + 3 + 2),
    ("3d6r1", [1, 4, 5, 1, 2], 2 + 4 + 5),
    ("3d6r<=2", [1, 4, 2, 2, 3, 6], 3 + 4 + 6),
    ("3d6ro1", [1, 4, 5, 1], 1 + 4 + 5),
    ("3d6ro<=2", [1, 4, 2, 2, 3], 2 + 4 + 3),
    ("3d6ra6", [6, 4, 6, 6], 6 + 6 + 4 + 6),
    ("3d6mi2", [1, 4, 2], 2 + 4 + 2),
    ("3d6ma5", [6, 4, 5], 5 + 4 + 5),
    ("3d4u", [2, 2, 3, 2, 1], 2 + 1 + 3),
    ("5d10>=8", [8, 7, 10, 1, 9], 3),
    ("5d10>8", [8, 7, 10, 1, 9], 2),
    ("5d10<=2", [2, 1, 3, 10, 4], 2),
    ("5d10<2", [2, 1, 3, 10, 4], 1),
    ("5d10=6", [6, 6, 3, 10, 4], 2),
    ("5d10<>1", [1, 1, 3, 10, 4], 3),
    ("5d10>=8f1", [8, 1, 10, 1, 1], 2 - 3),
    ("5d10>=8f<=2", [8, 1, 10, 2, 3], 2 - 2),
    ("5d10>=8ds10", [8, 1, 10, 10, 3], 5),
    ("5d10>=8ds>=9", [8, 9, 10, 1, 3], 5),
    ("5d6even", [1, 2, 3, 4, 6], 3),
    ("5d6odd", [1, 2, 3, 4, 6], 2),
    ("1d20cs20", [20], 20),
    ("1d20cs>=19", [19], 19),
    ("1d20cf1", [1], 1),
    ("3d6sa", [3, 1, 2], 6),
    ("3d6sd", [3, 1, 2], 6),
    ("1d6!=5", [5, 6], 11),
    # Groups
    ("{1d8+3, 2d6, 7}kh1", [2, 4, 5], 9),
    ("{4d6+3d8}kh4", [1, 2, 3, 6, 8, 7, 1], 6 + 8 + 7 + 3),
    ("{1d8+3, 2d6, 7}>=7", [2, 4, 5], 2),
    ("{1d8+3, 2d6, 7}dl1sd", [2, 4, 5], 16),
    ("{4d6+3d8}>=6", [1, 2, 3, 6, 8, 7, 1], 3),
    # Tests
    ("1d20+5 vs 15", [12], 17),
    ("1d20+5 >= 15", [7], 12),
    ("1d100 vs <=45", [50], 50),
    ("2d6 vs 7", [3, 4], 7),
    # Whole rolls
    ("6x 4d6kh3", [3, 3, 3, 1] * 6, 54),
    ("6#4d6kh3", [3, 3, 3, 1] * 6, 54),
    ("6 4d6kh3", [3, 3, 3, 1] * 6, 54),
    ("2 d6", [1, 2], 3),
    ("1d20+5; 2d6+3", [10, 1, 2], 21),
    ("2d6[fire] + 1d8[cold]", [1, 2, 8], 11),
    ("1d20+5 # to hit", [10], 15),
    ("1d20+5 ! to hit", [10], 15),
    # Precedence
    ("2 ** 3 ** 2", [], 512),
    ("2 ^ 3", [], 8),
    ("-2 ** 2", [], -4),
    ("(-2) ** 2", [], 4),
    ("2 ** -1", [], HALF),
    ("+3 - -2", [], 5),
    ("7 // 2", [], 3),
    ("-7 // 2", [], -4),
    ("7 % 3", [], 1),
    ("-7 % 3", [], 2),
    ("7% -3", [], -2),
    ("10 - 2 - 3", [], 5),
    ("16 / 2 / 4", [], 2),
    ("2 + 3 * 4 ** 2", [], 50),
    ("1/3 + 1/6", [], HALF),
    ("0.1 + 0.2", [], Fraction(3, 10)),
    # Errors that are none
    ("0d6", [], 0),
]


@pytest.mark.parametrize(("text", "faces", "total"), TOTALS)
def test_total(text, faces, total):
    result = roll(text, faces)

    assert result.total == total
    assert type(result.total) is type(total)
    assert list(result.faces) == faces


@pytest.mark.parametrize(
    ("text", "faces", "total"),
    [case for case in TOTALS if not any(sign in case[0] for sign in ("#", "!", "["))],
)
def test_spaces_and_case_do_not_matter(text, faces, total):
    spaced = "".join(f" {character} " if character in "+-,;(){}@" else character for character in text)

    assert roll(f" {spaced.upper()}\t", faces).total == total
    assert roll(text.replace("d6k", "d6 k").replace("d10", "d 10").lower(), faces).total == total


@pytest.mark.parametrize(
    ("text", "faces", "kept"),
    [
        ("4d6kh3", [6, 1, 5, 3], [6, 5, 3]),
        ("4d6kh3", [3, 3, 3, 3], [3, 3, 3]),
        ("4d6kl2", [6, 1, 5, 3], [1, 3]),
        ("5d6km1", [6, 1, 5, 3, 2], [3]),
        ("4d6km1", [6, 1, 5, 3], [3]),
        ("4d6dl1", [6, 1, 5, 3], [6, 5, 3]),
        ("2d6adv", [1, 6, 3], [6, 3]),
        ("2d6dis", [1, 6, 3], [1, 3]),
        ("2d6!", [6, 2, 3], [6, 3, 2]),
        ("3d6r1", [1, 4, 5, 2], [2, 4, 5]),
        ("4d6kh2!", [6, 6, 1, 1, 2, 3], [6, 2, 6, 3]),
        ("4d6!kh2", [6, 6, 1, 1, 5, 3], [6, 6]),
        ("{4d6+3d8}kh4", [1, 2, 3, 6, 8, 7, 1], [3, 6, 8, 7]),
        ("{(1d4)d6}kh1", [4, 1, 2, 3, 1], [4, 3]),
    ],
)
def test_kept_dice(text, faces, kept):
    assert [die.value for die in roll(text, faces).dice if die.kept] == kept


@pytest.mark.parametrize(
    ("text", "faces", "success", "margin"),
    [
        ("1d20+5 vs 15", [12], True, 2),
        ("1d20+5 vs 15", [10], True, 0),
        ("1d20+5 vs 15", [7], False, -3),
        ("1d20+5 >= 15", [12], True, 2),
        ("(1d20) >= 15", [12], False, -3),
        ("1d20+5 > 15", [10], False, 0),
        ("1d100 vs <=45", [45], True, 0),
        ("1d100 vs <=45", [50], False, -5),
        ("1d100 vs <=45", [30], True, 15),
        ("2d6 vs 7", [3, 4], True, 0),
        ("2d6 vs =7", [3, 3], False, -1),
        ("2d6 vs <>7", [3, 3], True, 1),
        ("1d20 vs 1d20", [7, 9], False, -2),
        ("1d20 vs 2.5", [2], False, -HALF),
        ("2d6", [3, 4], None, None),
        ("1d20 vs 10; 1d20 vs 10", [12, 8], None, None),
    ],
)
def test_success_and_margin(text, faces, success, margin):
    result = roll(text, faces)
    assert (result.success, result.margin) == (success, margin)


@pytest.mark.parametrize(
    ("text", "faces", "successes", "failures"),
    [
        ("5d10>=8", [8, 7, 10, 1, 9], 3, 0),
        ("5d10>=8f1", [8, 1, 10, 1, 1], 2, 3),
        ("5d10>=8ds10f1", [8, 1, 10, 1, 2], 3, 2),
        ("5d10>=8kh2", [8, 7, 10, 1, 9], 2, 0),
        ("3d6", [1, 2, 3], None, 0),
    ],
)
def test_successes_and_failures(text, faces, successes, failures):
    result = roll(text, faces)
    assert (result.successes, result.failures) == (successes, failures)


@pytest.mark.parametrize(
    ("text", "faces", "labels"),
    [
        ("2d6[fire] + 1d8[cold]", [1, 2, 8], {"fire": 3, "cold": 8}),
        ("2d6[fire] + 1d8[fire]", [1, 2, 8], {"fire": 11}),
        ("2d6[cold iron]", [1, 2], {"cold iron": 3}),
        ('2d6["cold iron"] + 3', [1, 2], {"cold iron": 3}),
        ("-2d6[fire]", [1, 2], {"fire": -3}),
        ("10 - 2d6[fire]", [1, 2], {"fire": -3}),
        ("2 * 1d6[fire]", [3], {"fire": 6}),
        ("(1d6[fire] + 1d8[cold]) * 2", [3, 4], {"fire": 6, "cold": 8}),
        ("1d6[fire] / 2", [3], {"fire": Fraction(3, 2)}),
        ("{1d6[fire], 1d8[cold]}kh1", [3, 4], {"cold": 4}),
        ("if(1d20 vs 10, 2d6[fire], 1d4[cold])", [3, 4], {"cold": 4}),
        ("1d6[fire]; 1d8[fire]", [3, 4], {"fire": 7}),
        ("2x 1d6[fire]", [3, 4], {"fire": 7}),
        ("2d6", [1, 2], {}),
    ],
)
def test_labels(text, faces, labels):
    assert roll(text, faces).labels == labels


@pytest.mark.parametrize(
    ("text", "faces", "tally"),
    [
        ("4d[hit:1, crit:2, blank]", [1, 2, 3, 1], {"hit": 2, "crit": 1, "blank": 1}),
        ("4d[hit:1, crit:2, blank]kh1", [1, 2, 3, 1], {"crit": 1}),
        ("2d[1, 2]", [1, 2], {}),
        ("1d[hit]; 1d[hit, blank]", [1, 1], {"hit": 2}),
    ],
)
def test_tally(text, faces, tally):
    assert roll(text, faces).tally == tally


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1d20+5 # to hit", "to hit"),
        ("1d20+5 ! to hit", "to hit"),
        ("1d20+5#to hit", "to hit"),
        ("1d20 # “to hit”", "to hit"),
        ("1d20+5", ""),
        ("1d20+5 #", ""),
        ("1d20 # 100% # sure", "100% # sure"),
    ],
)
def test_notes(text, note):
    assert roll(text, [10]).rolls[0].note == note


def test_repeats_are_shown_one_by_one():
    result = roll("2x 4d6kh3; 1d20", [6, 6, 6, 1, 1, 2, 3, 4, 20])

    assert [[part.total for part in group] for group in result.groups] == [[18, 9], [20]]
    assert result.total == 47


@pytest.mark.parametrize(
    ("text", "names", "faces", "total", "success"),
    [
        ("1d20 + @str", {"str": 3}, [10], 13, None),
        ("1d20 + @STR", {"Str": -1}, [10], 9, None),
        ("@half * 2", {"half": HALF}, [], 1, None),
        ("@attack", {"attack": "1d20+5 vs 15"}, [12], 17, True),
        ("@attack", {"attack": "1d20 + @str vs 15", "str": 2}, [12], 14, False),
        ("@pool kh1", {"pool": "2d6"}, [2, 5], 5, None),
        ("@pool!", {"pool": "2d6"}, [2, 6, 1], 9, None),
        ("@pool >= 7", {"pool": "2d6"}, [2, 6], 8, True),
        ("@力", {"力": 3}, [], 3, None),
        ("2d6 + @शक्ति", {"शक्ति": 4}, [1, 1], 6, None),
    ],
)
def test_names(text, names, faces, total, success):
    result = dicewright.roll(text, names=names, dice=dicewright.scripted(faces))
    assert (result.total, result.success) == (total, success)


@pytest.mark.parametrize(
    ("text", "faces", "marks"),
    [
        ("1d20", [20], ["critical"]),
        ("1d20", [1], ["failure"]),
        ("2d20kl1", [20, 1], [None, "failure"]),
        ("1d20cs>=19", [19], ["critical"]),
        ("1d20cs19", [20], [None]),
        ("1d20cs19", [1], ["failure"]),
        ("1d20cf<=2", [2], ["failure"]),
        ("2d6cs6cf1", [6, 1], ["critical", "failure"]),
        ("1d6", [6], [None]),
    ],
)
def test_marks(text, faces, marks):
    assert [die.mark for die in roll(text, faces).dice] == marks


def roll(text, faces):
    return dicewright.roll(text, dice=dicewright.scripted(faces))
