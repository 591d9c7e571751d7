"""What the library publishes is there, is listed, and says what it does with an example."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import dicewright
from dicewright import nodes, rendering, verification

GUIDE = Path(__file__).parents[3].joinpath("docs", "library.md").read_text(encoding="utf-8")
MODULES = (dicewright, nodes, rendering, verification)
PUBLIC = [(module, name) for module in MODULES for name in module.__all__]


@pytest.mark.parametrize(("module", "name"), PUBLIC, ids=lambda value: getattr(value, "__name__", value))
def test_each_is_there_and_in_the_guide(module, name):
    assert hasattr(module, name)
    assert name in dir(module)
    assert re.search(rf"\b{name}\b", GUIDE)


@pytest.mark.parametrize(("module", "name"), PUBLIC, ids=lambda value: getattr(value, "__name__", value))
def test_each_says_what_it_does(module, name):
    found = getattr(module, name)
    if not inspect.isclass(found) and not inspect.isfunction(found):
        return  # a type or a value: what stands beside it is its documentation
    written = inspect.getdoc(found)
    assert written
    # The nodes of the tree have their examples together, in the docstring of their module.
    if module is not nodes or inspect.isfunction(found):
        assert ">>>" in written


@pytest.mark.parametrize("module", MODULES)
def test_lists_are_complete_and_unknown_names_are_no_attributes(module):
    assert len(set(module.__all__)) == len(module.__all__)
    with pytest.raises(AttributeError):
        _ = module.nothing_of_this_name


def test_names_do_not_hide_behind_modules():
    from dicewright.rendering import breakdown, chances, histogram, markdown, outcome, plain, words

    hidden = {module.__name__.rpartition(".")[2] for module in (breakdown, chances, histogram, markdown)}
    hidden |= {module.__name__.rpartition(".")[2] for module in (outcome, plain, words)}
    assert not hidden & set(rendering.__all__)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1d20", []),
        ("@str", ["str"]),
        ("@b + 2x", None),
        ("{@b, @A}kh1 + @b", ["b", "a"]),
        ("@d + (@c)d6", ["d", "c"]),
        ("8d10>=@tn", ["tn"]),
        ("4d6kh@k + @a", ["k", "a"]),
        ("(@n)d10r<=@low>=@tn ds>=@double + @n", ["n", "low", "tn", "double"]),
        ("{2d6, @x}kh(@k + 1)", ["x", "k"]),
        ("@pool >=@tn", ["pool", "tn"]),
        ("2d@die!>=@e", ["die", "e"]),
    ],
)
def test_names_in_a_tree(text, names):
    if names is None:
        with pytest.raises(dicewright.NotationError):
            nodes.read_tree(text)
        return
    found = nodes.names_in(nodes.read_tree(text))
    assert list(found) == names
    assert all(text[place.span.start] == "@" for place in found.values())
