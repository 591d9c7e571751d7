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


@pytest.mark.parametrize("room", ["dicewright.rendering", "dicewright.notation.mistakes.dialects"])
def test_a_roll_needs_neither_rendering_nor_other_dialects(room):
    statement = "import dicewright; dicewright.roll('4d6kh3 + 2').total"
    assert not {name for name in modules_after(statement) if name.startswith(room)}


def test_the_public_names_are_there():
    assert set(dicewright.__all__) <= set(dir(dicewright))
    assert [name for name in dicewright.__all__ if not hasattr(dicewright, name)] == []
