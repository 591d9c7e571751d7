"""Importing the library is cheap: what a roll needs comes when it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dicewright

HEAVY = {
    "dataclasses",
    "decimal",
    "difflib",
    "fractions",
    "hashlib",
    "importlib.metadata",
    "inspect",
    "json",
    "logging",
    "random",
    "secrets",
    "typing",
    "unicodedata",
}


def modules_after(statement):
    """Return what a bare interpreter has imported after a statement."""
    folder = Path(dicewright.__file__).parent.parent
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    ["import dicewright", "import dicewright; dicewright.roll('4d6kh3 + 2').total"],
)
def test_nothing_heavy_is_imported(statement):
    assert modules_after(statement) & HEAVY == set()


def test_the_check_can_fail():
    assert modules_after("import dicewright; dicewright.roll('7/2')") & HEAVY >= {"fractions", "decimal"}


# What plain dice need: neither the whole grammar nor its mistakes, and of rolling only the plans.
NOT_FOR_PLAIN_DICE = (
    "dicewright.cost",
    "dicewright.forecast",
    "dicewright.interpreter",
    "dicewright.modifiers",
    "dicewright.notation.mistakes",
    "dicewright.notation.parsing.parser",
    "dicewright.notation.tree.formulas",
    "dicewright.probability",
    "dicewright.rendering",
    "dicewright.systems",
)


@pytest.mark.parametrize("text", ["4d6kh3 + 2", "2d20kh1 + 7", "8d6", "(2d6 + 3) * 2"])
def test_plain_dice_need_few_rooms(text):
    loaded = modules_after(f"import dicewright; dicewright.roll({text!r}).total")
    assert {name for name in loaded if name.startswith(NOT_FOR_PLAIN_DICE)} == set()


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("8d10>=8", "dicewright.notation.mistakes.checks"),
        ("4d6r1", "dicewright.notation.parsing.parser"),
        ("4d6r1", "dicewright.interpreter"),
    ],
)
def test_other_dice_need_more(text, room):
    assert room in modules_after(f"import dicewright; dicewright.roll({text!r}).total")


def test_the_public_names_are_there():
    assert set(dicewright.__all__) <= set(dir(dicewright))
    assert [name for name in dicewright.__all__ if not hasattr(dicewright, name)] == []
