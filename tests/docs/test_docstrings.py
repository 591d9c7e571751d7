"""Every example in a docstring runs and comes out as it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import bot
import dicewright

MODULES = sorted(
    module.name
    for package in (dicewright, bot)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", [*MODULES, "dicewright"])
def test_examples(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name), report=True)
    assert results.failed == 0, "see the captured output"


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(found) > 40
