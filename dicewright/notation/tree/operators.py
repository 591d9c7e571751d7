"""The operators and functions of the language: how tightly each binds, how many arguments each takes."""

from __future__ import annotations

# Binding powers, loosest first; the parser reads the same table that the canonical form is written by.
LET = 0
OR = 1
AND = 2
NOT = 3
TEST = 4
SUM = 6
PRODUCT = 7
NEGATIVE = 8
POWER = 9
TERM = 11
OPERATORS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT}

# How many arguments each function takes, at least and at most, and an example.
FUNCTIONS = {
    "floor": (1, 1, "floor(7 / 2)"),
    "ceil": (1, 1, "ceil(7 / 2)"),
    "round": (1, 1, "round(7 / 2)"),
    "abs": (1, 1, "abs(1d6 - 1d8)"),
    "min": (1, 99, "min(1d6, 1d8)"),
    "max": (1, 99, "max(1d6, 1d8)"),
    "sets": (1, 1, "sets(5d10)"),
    "widest": (1, 1, "widest(5d10)"),
    "tallest": (1, 1, "tallest(5d10)"),
    "sides": (1, 1, "sides({1d6 + 1d8}kh1)"),
    "twice": (1, 1, "twice(2d6 + 3)"),
}

# Those that look at dice, and not at what they add up to.
DICE_FUNCTIONS = ("sets", "widest", "tallest", "sides")
