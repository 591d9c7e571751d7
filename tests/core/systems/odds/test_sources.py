"""What is compiled for the odds of a roll: places, constants by number, and operators; no text of a file."""

from __future__ import annotations

import re

import pytest

from dicewright import System
from dicewright.systems.odds import sources, tallying
from dicewright.systems.rules.formulas import Formula
from tests.support.game_systems import FILES, HEAD

# The words of the loop itself, and names made of a letter and places.
_WORDS = re.compile(
    "def|run|for|in|if|else|and|or|not|is|int|simplest|get|__class__|__trunc__"
    "|groups|given|constants|values|results|outcomes|notes|[a-z][0-9]+(_[0-9]+)?|[orw]"
)
_SIGNS = re.compile(r"[0-9\s()\[\]{},:.=<>!+\-*/%]*")
HOSTILE = (
    HEAD
    + """[table.lambda]
rows = { "..3" = "'''); __import__('os'); ('''", "4.." = "b" }
[roll.import]
usage = "@exec [os]"
parameters.exec = { min = 0, max = 9, label = "__import__('os')" }
pools.class = "1d6"
pools.eval = "1d4"
values.def = "lambda(@class)"
values.__builtins__ = "if(@class <> @exec and not @os, 2 ** @eval, @class // 2 % 3)"
result = "max(@class, @eval) + {@class, @eval}kh1 - @__builtins__"
shift = "@os"
outcomes = [
  { name = "'; import os; '", range = "3.." },
  { name = "\\\\n exit()", when = "@class = @eval" },
  { name = "x" },
]
notes = [{ name = "'''", when = "@def = 0 or @class >= 3 or @eval <= 2" }]
"""
)


@pytest.mark.parametrize("text", [HOSTILE, *(file.read_text("utf-8") for file in FILES)])
def test_no_text_of_a_file_is_compiled(monkeypatch, text):
    compiled = []

    def recorded(source):
        compiled.append(source)
        return sources.function_of(source)

    monkeypatch.setattr(tallying, "function_of", recorded)
    system = System.from_toml(text, check=False)
    for roll in system.rolls:
        system.odds(system.example(roll))
    assert compiled or text is not HOSTILE
    for source in compiled:
        assert all(map(_WORDS.fullmatch, re.findall(r"[^\W\d]\w*", source))), source
        assert _SIGNS.fullmatch(re.sub(r"[^\W\d]\w*", "", source)), source


@pytest.mark.parametrize("formula", ["test", "call", "evil"])
def test_an_operation_that_is_not_listed_is_never_written_out(formula):
    numbers = Formula("number", (), 1), Formula("number", (), 2)
    with pytest.raises((KeyError, AssertionError)):
        sources.Source(None, str, str).expression(Formula(formula, numbers, "or exit() or"))
