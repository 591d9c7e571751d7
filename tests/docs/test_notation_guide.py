"""docs/notation.md: every example in it comes out as it says there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dicewright import DEFAULT_LIMITS, DiceError, parse, roll, scripted
from dicewright.notation.mistakes.suggestions import MODIFIER_MEANINGS
from dicewright.notation.tree.operators import FUNCTIONS

_GUIDE = Path(__file__).parents[2].joinpath("docs", "notation.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"(?:<!-- dice: ([0-9 ]+) -->\n)?```\n(> .*?)\n```", re.DOTALL)
_ASSIGNMENT = re.compile(r"@(\w+) = (.+)")
_BLOCKS = [(found[2], [int(face) for face in (found[1] or "").split()]) for found in _BLOCK.finditer(_GUIDE)]
_ROLLS = [line[2:] for block, _ in _BLOCKS for line in block.splitlines() if line.startswith("> ")]
# In the tables an example is code in the first column, and `!o` or `cs` alone is not one.
_IN_TABLES = [
    example
    for row in re.findall(r"^\| (.*)", _GUIDE, re.MULTILINE)
    for example in re.findall(r"`([^`]+)`", row)
    if any(map(str.isdigit, example)) or example == "d%"
]


def said(text: str, faces: list[int], names: dict[str, str]) -> str:
    """Return what a roll, or an error, looks like; use up the faces."""
    thrown = iter(faces)
    try:
        answer = str(roll(text, dice=scripted(thrown), names=names))
    except DiceError as error:
        answer = str(error)
    faces[:] = thrown
    return answer


@pytest.mark.parametrize(("block", "faces"), _BLOCKS)
def test_every_example_comes_out_as_shown(block: str, faces: list[int]) -> None:
    left = list(faces)
    names: dict[str, str] = {}
    shown = []
    for line in block.splitlines():
        if not line.startswith("> "):
            continue
        shown.append(line)
        if assignment := _ASSIGNMENT.fullmatch(line[2:]):
            names[assignment[1]] = assignment[2]
        else:
            shown += said(line[2:], left, names).splitlines()
    assert shown == [line for line in block.splitlines() if line]
    assert left == []


@pytest.mark.parametrize("example", _IN_TABLES)
def test_every_example_in_a_table_rolls(example: str) -> None:
    assert parse(example).roll(seed="guide").rolls


def test_the_guide_holds_examples_at_all() -> None:
    assert len(_ROLLS) >= 50
    assert len(_IN_TABLES) >= 30


def test_no_modifier_and_no_function_is_left_out() -> None:
    words = set(re.findall(r"[a-z]+", " ".join([*_ROLLS, *re.findall(r"`([^`\n]+)`", _GUIDE)])))
    assert {*MODIFIER_MEANINGS, *FUNCTIONS, "if", "vs"} <= words
    signs = set(re.findall(r"![op!]?", " ".join(_ROLLS)))
    assert signs == {"!", "!o", "!p", "!!"}


@pytest.mark.parametrize(
    ("limit", "unit"),
    [
        ("text", "characters"),
        ("dice", "dice"),
        ("faces", "sides"),
        ("repeats", "times"),
        ("rolls", "rolls"),
        ("nesting", "brackets"),
        ("digits", "digits"),
    ],
)
def test_the_limits_are_the_real_ones(limit: str, unit: str) -> None:
    assert f"| {getattr(DEFAULT_LIMITS, limit):,} {unit} |" in _GUIDE
