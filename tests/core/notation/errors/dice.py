"""Dice that cannot exist: their number, their sides and their faces."""

from __future__ import annotations

from dicewright import NotationError, RollError

DICE = [
    (
        "3d",
        NotationError,
        "missing-sides",
        "  ^",
        "How many sides? Write 3d6, 3d% or 3d[1,2,3].",
    ),
    (
        "1d0",
        NotationError,
        "no-faces",
        "  ^",
        "A die needs at least one face. Write d6 or d20.",
    ),
    (
        "d[]",
        NotationError,
        "bad-face",
        "  ^",
        "A face is missing here. Faces are numbers, ranges and names, as in d[1,1,2], d[0..9] or "
        "d[hit:1, blank].",
    ),
    (
        "d[5..1]",
        NotationError,
        "bad-face",
        "  ^^^^",
        "This range of faces is backwards: write 1..5. Faces are numbers, ranges and names, as "
        "in d[1,1,2], d[0..9] or d[hit:1, blank].",
    ),
    (
        "d[a:b]",
        NotationError,
        "bad-face",
        "  ^^^",
        '"a:b" is not a face. Faces are numbers, ranges and names, as in d[1,1,2], d[0..9] or '
        "d[hit:1, blank].",
    ),
    (
        "d[1:2]",
        NotationError,
        "bad-face",
        "  ^^^",
        '"1:2" is not a face. Write d[1..2].',
    ),
    (
        "1.5d6",
        NotationError,
        "not-whole",
        "^^^",
        "The number of dice must be whole. Write 2d6, or round it: (floor(5/2))d6.",
    ),
    (
        "(1/2)d6",
        RollError,
        "dice-count",
        " ^^^",
        "This would roll 0.5 dice. The number of dice must be whole and not negative. Round it or add to it.",
    ),
    (
        "(0-1)d6",
        RollError,
        "dice-count",
        " ^^^",
        "This would roll -1 dice. The number of dice must be whole and not negative. Round it or add to it.",
    ),
    (
        "d1.5",
        NotationError,
        "not-whole",
        " ^^^",
        "A die has a whole number of sides. For example, d6.",
    ),
    (
        "d(1/2)",
        RollError,
        "die-sides",
        " ^^^^^",
        "This would be a die with 0.5 sides. A die has a whole number of sides, from 1 to 1,000,000.",
    ),
    (
        "d(0)",
        RollError,
        "die-sides",
        " ^^^",
        "This would be a die with 0 sides. A die has a whole number of sides, from 1 to 1,000,000.",
    ),
    (
        "d(-5)",
        RollError,
        "die-sides",
        " ^^^^",
        "This would be a die with -5 sides. A die has a whole number of sides, from 1 to 1,000,000.",
    ),
    (
        "1d²",
        NotationError,
        "missing-sides",
        "  ^",
        "How many sides? Write 1d6, 1d% or 1d[1,2,3].",
    ),
    (
        "2dd6",
        NotationError,
        "missing-sides",
        "  ^",
        "How many sides? Write 2d6, 2d% or 2d[1,2,3].",
    ),
]
