"""The systems that the tests play: files as a game master would write them, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from dicewright import System, SystemFileError

FOLDER = Path(__file__).parent.parent / "data" / "systems"
FILES = sorted(FOLDER.glob("*.toml"))


@cache
def game(name: str) -> System:
    """Return the system in a file, without running the tests in it."""
    return System.from_toml((FOLDER / f"{name}.toml").read_text("utf-8"), check=False)


def written(body: str, head: str = "") -> str:
    """Return a small file with this roll."""
    return f'format = 1\nname = "Mine"\ncommand = "mine"\n{head}\n[roll.check]\n{body}\n'


HEAD = written("").partition("[roll")[0]
"""The lines above the first roll of a small file."""


def refused(text: str) -> SystemFileError:
    """Return the error for a file that cannot be used."""
    with pytest.raises(SystemFileError) as caught:
        System.from_toml(text)
    return caught.value


EMBER = """
format = 1
name = "Ember"
command = "ember"
[roll.check]
usage = "@pool [vs @need]"
parameters.need = 1
pools.dice = "(@pool)d6"
values.hits = "{@dice}>=5"
outcomes = [
  { name = "success", when = "@hits >= @need", tone = "success" },
  { name = "failure", tone = "failure" },
]
message = "{hits|hit|hits}: {outcome}"
[roll.check.push]
name = "Burn"
when = "@hits < @need"
reroll.dice = "<5"
[roll.check.opposed]
by = ["@hits"]
[[test]]
roll = "ember 2"
faces = [5, 1]
message = "1 hit: success"
"""
"""A game of a server's own, with a push and with rolls against each other."""
