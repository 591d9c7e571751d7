"""Every spelling of Dice Maiden's game systems, typed as that bot's users type them.

The rows are those of the list in its own documentation. Where that bot has a bug that its list of
aliases owns up to, the row does what its documentation says, and a remark says so.
"""

from __future__ import annotations

import pytest

import dicewright
from dicewright import scripted

SYSTEMS = dicewright.systems()

# What is typed, the faces thrown in their order, the answer, and the notes.
CALLS = [
    ("dndstats", [4, 3, 2, 1] * 6, "9, 9, 9, 9, 9, 9", ()),
    ("attack +5", [12], "17", ()),
    ("attack", [12], "12", ()),
    ("skill -4", [12], "8", ()),
    ("save + 3", [12], "15", ()),
    ("4cod", [8, 10, 3, 7, 9], "3: success", ()),
    ("4cod8", [8, 7, 3, 7, 2], "1: success", ()),
    ("4cod9", [9, 7, 3, 7, 2], "1: success", ()),
    ("2codr", [7, 2, 8, 3], "1: success", ()),
    ("2cod + 2", [1, 2], "2: success", ()),
    ("3wod7", [7, 1, 9], "1 against difficulty 7: success", ()),
    ("3wod7 + 1", [7, 1, 9], "2 against difficulty 7: success", ()),
    ("3wod7c", [10, 1, 9], "2 against difficulty 7: success", ()),
    ("ex3", [7, 10, 2], "3 against 1: success", ()),
    ("ex3t8", [7, 10, 2], "2 against 1: success", ()),
    ("ex3d9", [9, 7, 2], "3 against 1: success", ()),
    ("ex3ds9", [9, 7, 2], "3 against 1: success", ()),
    ("ex3t8d9", [9, 7, 2], "2 against 1: success", ()),
    ("ex3t8ds9", [9, 8, 2], "3 against 1: success", ()),
    ("ex3d9t8", [9, 8, 2], "3 against 1: success", ()),
    ("sp2", [8, 10, 3], "2 against 1: success", ()),
    ("sp2t7", [7, 6], "1 against 1: success", ()),
    ("3yz", [6, 2, 6], "2 against 1: success", ()),
    ("3wh4+", [4, 3, 6], "2 hits", ()),
    ("snm2", [6, 3, 4], "2 hits", ()),
    ("age", [2, 3, 4], "9 against 11: failure", ()),
    ("dd34", [2, 4], "24", ()),
    ("dd66", [6, 1], "61", ()),
    ("ol0", [15], "15 against 10: success", ()),
    ("ol5", [15, 3, 4], "22 against 10: success", ()),
    ("ol5a1", [15, 3, 4, 1], "22 against 10: success", ()),
    ("ol5d1", [15, 3, 4, 1], "19 against 10: success", ()),
    ("a5e +5 ex2", [10, 4], "19", ()),
    ("a5e ex20", [10, 20], "30", ()),
    ("+a5e +5 ex1", [10, 14, 3], "22", ()),
    ("-a5e +5 ex1", [10, 14, 3], "18", ()),
    ("ed5", [7], "7", ()),
    ("ed8", [5, 3], "8", ()),
    ("ed4e8", [5, 3], "8: success, level 1", ()),
    ("dheartgm", [14], "14", ()),
    ("sr4", [5, 1, 1, 1], "1 against 1: success", ("glitch",)),
    ("sw8", [7, 3], "7 against 4: success", ()),
    ("sw8 + 2", [3, 5], "7 against 4: success", ()),
    ("sw8 - 2", [3, 5], "3 against 4: failure", ()),
    ("sw8 * 2", [3, 5], "10 against 4: success, raises: 1", ()),
    ("sw8", [1, 1], "1 against 4: critical failure", ()),
    ("gb", [7], "7: 2 damage", ()),
    ("gb 2d8", [7, 1], "8: 2 damage", ()),
    ("gb +3", [7], "10: 4 damage", ()),
    ("gbs 2d8", [7, 1], "8 damage", ()),
    ("gbs +3", [7], "10 damage", ()),
    ("3hsn", [1, 3, 6], "10 STUN, 3 BODY", ()),
    ("hsn", [6], "6 STUN, 2 BODY", ()),
    ("2hsk", [3, 4, 2], "14 STUN, 7 BODY", ()),
    ("2.5hsk", [3, 4, 2, 2], "18 STUN, 9 BODY", ()),
    ("2hsk1", [3, 4, 2, 2], "18 STUN, 9 BODY", ()),  # there the rule lands on the d3 alone
    ("hsh", [3, 4, 4], "11 against 11: hit", ()),
    ("7hsh", [6, 6, 6], "18 against 18: miss", ()),
    ("wng 3d6", [6, 4, 2], "3 against 3: success, can shift 0", ("critical",)),
    ("wng w2 3d6", [1, 4, 2], "1 against 3: failure", ("complication",)),
    ("wng dn4 3d6", [6, 6, 2], "4 against 4: success, can shift 0", ("critical",)),
    ("wng w2 dn2 3d6", [4, 5, 2], "2 against 2: success, can shift 0", ()),
    ("wng 3d6 !soak", [6, 4, 2], "12", ()),  # there it counts icons where no dn is given
    ("wng dn2 3d6 !exempt", [6, 4, 2], "12", ()),
    ("wng w2 dn2 3d6 !dmg", [6, 4, 2], "12", ()),
    ("dh", [10, 3], "13 damage", ("Righteous Fury",)),
    ("dh 2d5", [4, 3], "7 damage", ()),
    ("d6s2", [4, 3, 6, 2], "15 against 10: success", ()),
    ("d6s2 + 1", [4, 3, 5], "13 against 10: success", ()),
    ("mm", [3, 1, 5], "14 against 12: fantastic success", ()),
    ("mm e", [3, 4, 5, 6], "15 against 12: success", ()),
    ("mm 2e", [3, 4, 5, 1, 6], "15 against 12: success", ()),
    ("mm 2e 1t", [3, 4, 5, 6], "15 against 12: success", ()),
    ("mm t", [3, 4, 5, 2], "9 against 12: failure", ()),
    ("cpr", [7], "7 against 13: failure", ()),
    ("cpr + 5", [10, 4], "19 against 13: success", ("critical",)),
    ("cpr - 1", [1, 4], "-4 against 13: failure", ("fumble",)),
    ("cpd3", [6, 6, 2], "14 damage", ("critical injury",)),
    ("cpd2 * 3", [6, 2], "24 damage", ()),
    ("wit", [7], "7", ()),
    ("wit + 5", [10, 10, 3], "28", ("critical",)),
    ("cs 3", [17], "17 against 9: success", ("extra damage",)),
    ("bnw3", [6, 2, 1, 4], "10 against 5: success", ()),
    # There a target number cannot be given, and every die counts.
    ("conan", [4, 17], "add tn12 to count successes", ()),
    ("conan3 tn12", [4, 17, 1], "3 against 1: success, 2 momentum", ()),
    ("cd3", [1, 2, 6], "4 damage, effects: 1", ("effect",)),
    ("cd", [3], "0 damage, effects: 0", ()),
    ("conan2cd2", [4, 17, 1, 2], "3 damage; add tn12 to count successes", ()),
    ("sil3", [6, 6, 2], "7 against 4: success", ()),
    ("sil", [5], "5 against 4: success", ()),
    ("vtm4h1", [10, 10, 3, 2], "4 against 1: messy critical", ()),
    ("3lf4l", [2, 4, 5], "2: success", ("insight",)),
    ("3lf4f", [2, 4, 5], "2: success", ("insight",)),
    ("3lf4", [2, 3, 5], "2: success", ()),
    ("alien3", [6, 2, 3], "1 against 1: success", ()),
    ("alien3s1", [6, 2, 3, 1], "1 against 1: success", ("panic",)),
    ("alien3s1p", [6, 2, 3, 2, 6], "2 against 1: success", ()),
    ("fitd3", [6, 2, 6], "6: critical", ()),
    ("fitd0", [6, 2], "2: bad outcome", ()),
    ("dheart", [8, 5], "13: with Hope", ()),
    ("dheart + 3", [8, 5], "16: with Hope", ()),  # there the + 3 is dropped
    ("ww4", [6, 5, 2, 1], "6: triumph", ()),
    ("ww4c1", [6, 5, 5, 1], "5: conflict", ("twist",)),
    ("mnm", [12], "12 against 10: one degree of success", ()),
    ("mnm + 5", [12], "17 against 10: two degrees of success", ()),
    ("essd6", [10, 3], "13 against 10: success", ()),
    ("essd6s + 1", [10, 3, 1, 4], "15 against 10: critical success", ()),
    ("ess2d8", [10, 3, 4], "17 against 10: success", ()),
    ("+essd6", [10, 12, 3], "15 against 10: success", ()),
    ("-essd6 + 1", [10, 2, 3], "6 against 10: failure", ()),
    ("tdh3", [4, 5, 2], "12 against 0 + 7: success", ()),
    ("tdh3b", [1, 5, 2, 6], "10 against 0 + 7: success", ("the House acts",)),
    ("tdh3nc + 1", [1, 5, 2, 6], "13 against 0 + 7: success", ("the House acts", "1 Doom")),
    ("ms", [24], "23 against 50: success", ()),
    ("ms40", [24], "23 against 40: success", ()),
    ("+ms40", [46, 24], "23 against 40: success", ()),
    ("-ms40", [46, 24], "45 against 40: failure", ()),
    ("wfrp50", [37], "37 against 50: success, SL 2", ()),
    ("wfrp50 + 10", [37], "37 against 60: success, SL 3", ()),
    ("wfrp50 - 20", [37], "37 against 30: failure, SL 0", ()),
    ("dp", [5], "opportunity, +0", ()),
    ("2dp", [1, 5], "opportunity and complication, +2", ()),
    ("5d6l", [4, 3, 5, 2, 6, 2], "3: success", ()),
    ("dheartgm + 2", [14], "16", ()),
    ("sil3 - 1", [6, 6, 2], "6 against 4: success", ()),
    ("conancd2", [4, 17, 1, 2], "3 damage; add tn12 to count successes", ()),
    ("mm 2e + 3", [3, 4, 5, 1, 6], "18 against 12: success", ()),
    ("mm t - 1", [3, 4, 5, 2], "8 against 12: failure", ()),
    ("mm 2e 1t + 3", [3, 4, 5, 6], "18 against 12: success", ()),
]


@pytest.mark.parametrize(("text", "faces", "message", "notes"), CALLS, ids=[row[0] for row in CALLS])
@pytest.mark.parametrize("change", [str, str.upper])
def test_it_rolls_what_that_bot_says(text, faces, message, notes, change):
    result = SYSTEMS.roll(change(text), dice=scripted(faces))
    assert len(result.faces) == len(faces)
    assert (result.message, result.notes) == (message, notes)
    again = SYSTEMS.roll(result.call, dice=scripted(faces))
    assert again.message == result.message


# Macros that are notation here. A sign before a single die stays a sign: advantage is 1d20adv.
NOTATION = [
    ("3d%", [5, 6, 7], 18),
    ("d%", [5], 5),
    ("3df", [3, 1, 2], 0),
    ("4df + 2", [3, 3, 1, 2], 3),
    ("+d20", [7], 7),
    ("-d20", [7], -7),
]


@pytest.mark.parametrize(("text", "faces", "total"), NOTATION)
def test_macros_that_are_notation(text, faces, total):
    assert not SYSTEMS.understands(text)
    assert dicewright.roll(text, dice=scripted(faces)).total == total


@pytest.mark.parametrize(
    ("text", "roll"),
    [
        ("ed8", "classic"),
        ("ED8", "classic"),
        ("ed 8", "step"),
        ("ED  8", "step"),
        ("ed 8 vs 5", "step"),
        ("ed4e8", "step"),
    ],
)
def test_a_blank_makes_it_the_system_s_own_call(text, roll):
    result = SYSTEMS.roll(text, seed="example")
    assert result.roll == roll
    assert SYSTEMS.roll(result.call, seed="example").message == result.message


@pytest.mark.parametrize(
    ("text", "times", "call"),
    [
        ("3 sw8", 3, "sw8"),
        ("2 4cod", 2, "4cod"),
        ("3 conan", 3, "conan"),
        ("4cod", 1, "4cod"),
        ("3x v5 7", 3, "v5 7"),
    ],
)
def test_a_set_of_calls(text, times, call):
    assert SYSTEMS.repeated(text) == (times, call)
