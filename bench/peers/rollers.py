"""The libraries that we compare rolling with: their names, their notation, and how they are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import cycle, product
from typing import TYPE_CHECKING

import d20
import dicelet
import oneroll
import python_dice
import xdice

import dicewright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

EXPRESSIONS = ("1d20", "1d20+5", "4d6kh3", "2d20kh1+7", "10d6!", "100d6", "(2d6+3)*2-1d4", "8d10>=8")

# Spaces, which all of them ignore, write the same roll in this many ways: more than any cache holds.
_BLANKS = 10


@dataclass(frozen=True, slots=True)
class Peer:
    """A library: statements for `timeit` that roll a text, and that read the roll."""

    name: str
    again: str
    """Rolls `text`, the same string each time."""
    new: str
    """Rolls `next(texts)`, a string that it hasn't seen recently."""
    total: str
    """Reads the total of the roll in place of the braces."""
    text: str | None = None
    """Reads the text that shows the roll and its dice."""
    dice: str | None = None
    """Reads the value of each die, and whether it is kept."""
    parsed: str | None = None
    """Rolls `parsed`, if parsing and rolling are separate steps."""
    parse: Callable[[str], object] | None = None
    dialect: Mapping[str, str | None] = field(default_factory=dict)
    """Its notation for our expressions: None if it has none, absent if it is the same as ours."""
    names: Mapping[str, object] = field(default_factory=dict)
    """What the statements need."""

    def writes(self, expression: str) -> str | None:
        """Return one of our expressions in its notation, or None if it has none."""
        return self.dialect.get(expression, expression)

    def asks(self, way: str, reads: str) -> str | None:
        """Return the statement that rolls in one way (again, new, parsed) and reads one kind of result."""
        rolled: str | None = getattr(self, way)
        wanted: str | None = getattr(self, reads)
        return None if rolled is None or wanted is None else wanted.format(rolled)

    def namespace(self, text: str) -> dict[str, object]:
        """Return what its statements need to roll this text."""
        parsed = self.parse(text) if self.parse else None
        return {**self.names, "text": text, "texts": _written_anew(text), "parsed": parsed}


class _Forgetful(dict[str, object]):
    """A cache that keeps nothing."""

    def __setitem__(self, key: str, value: object) -> None:
        pass


def ours() -> Peer:
    """Return Dicewright, called in the same way as the others."""
    return Peer(
        "Dicewright",
        again="roll(text)",
        new="roll(next(texts))",
        parsed="parsed.roll()",
        total="{}.total",
        text="str({})",
        dice="for die in {}.dice: die.value; die.kept",
        parse=dicewright.parse,
        names={"roll": dicewright.roll},
    )


def python_peers() -> list[Peer]:
    """Return the libraries that run in this process."""
    # d20 removes spaces from a text before it looks it up in its cache.
    uncached = d20.Roller()
    uncached._parse_cache = _Forgetful()
    return [
        Peer(
            "d20",
            again="roll(text)",
            new="uncached(next(texts))",
            parsed="roll(parsed)",
            total="{}.total",
            text="str({})",
            dice="look({})",
            parse=d20.parse,
            # 8d10k>7 keeps the dice that ours counts, and sums them.
            dialect={"10d6!": "10d6e6", "8d10>=8": "8d10k>7"},
            names={"roll": d20.roll, "uncached": uncached.roll, "look": _look_at_d20},
        ),
        Peer(
            "dicelet",
            again="roll(text)",
            new="roll(next(texts))",
            total="{}.values[0]",
            text="str({})",
            dialect={"4d6kh3": "4d6k3", "2d20kh1+7": "2d20k1+7", "10d6!": None, "100d6": None},
            names={"roll": dicelet.roll},
        ),
        Peer(
            "oneroll",
            again="roll(text)",
            new="roll(next(texts))",
            total='{}["total"]',
            text='{}["details"]',
            dialect={"8d10>=8": None},
            names={"roll": oneroll.roll},
        ),
        Peer(
            "xdice",
            again="roll(text)",
            new="roll(next(texts))",
            parsed="parsed.roll()",
            total="int({})",
            parse=xdice.compile,
            dialect={"4d6kh3": "4d6l1", "2d20kh1+7": "2d20l1+7", "10d6!": "10d6x", "8d10>=8": None},
            names={"roll": xdice.roll},
        ),
        Peer(
            "python-dice",
            again="roll([text])",
            new="roll([next(texts)])",
            total='{}["stdout"]',
            dialect={
                "4d6kh3": "4d6k3",
                "2d20kh1+7": "2d20k1+7",
                "10d6!": None,
                "(2d6+3)*2-1d4": "(2d6+3)*2 - 1d4",
                "8d10>=8": None,
            },
            names={"roll": python_dice.PythonDiceInterpreter().roll},
        ),
    ]


def _look_at_d20(result: d20.RollResult) -> None:
    """Read the value of each die, and whether it is kept. d20 has dice in a tree."""
    pending = [result.expr]
    while pending:
        node = pending.pop()
        if isinstance(node, d20.Die):
            _ = node.number, node.kept
        pending += node.children


def versions() -> str:
    """Return the versions of the measured libraries."""
    packages = ("d20", "dicelet", "oneroll", "xdice", "python_dice")
    return ", ".join(f"{package} {version(package)}" for package in packages)


def _written_anew(text: str) -> Iterator[str]:
    return cycle([text + "".join(blanks) for blanks in product(" \t", repeat=_BLANKS)])
