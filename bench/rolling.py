"""How fast we roll, beside our peers: `python -m bench.rolling`.

Every library is asked for the total of a roll in its own dialect. Three ways: the same string again,
a string that is new each time, and a parsed expression.
"""

from __future__ import annotations

import random
import secrets
from typing import TYPE_CHECKING

import dicewright
from bench import node, peers, report
from bench.measure import Contender, Measured, compare, python

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ROUNDS = 25
_EVERY_DIE = "every die looked at"
_RANDRANGE, _RANDBELOW = "random.randrange", "secrets.randbelow"
_SORTED = "sorted(ten thousand ints)"

# The dice of each expression for the floors; 10d6! throws twelve on average.
_DICE: dict[str, list[int]] = {
    "1d20": 1 * [20],
    "1d20+5": 1 * [20],
    "4d6kh3": 4 * [6],
    "2d20kh1+7": 2 * [20],
    "10d6!": 12 * [6],
    "100d6": 100 * [6],
    "(2d6+3)*2-1d4": 2 * [6] + [4],
    "8d10>=8": 8 * [10],
}

# Expression -> contender -> what it takes; ours is the first contender.
Times = dict[str, dict[str, Measured]]


def main() -> None:
    """Measure, print, and write bench/results/rolling.md."""
    with node.contenders() as in_node:
        again = {text: compare(_again(text, in_node), _ROUNDS) for text in peers.EXPRESSIONS}
        new = {text: compare(_new(text, in_node), _ROUNDS) for text in peers.EXPRESSIONS}
    parsed = {text: compare(_parsed(text), _ROUNDS) for text in peers.EXPRESSIONS}
    keep = compare(_keeping(), _ROUNDS)
    report.publish(
        "rolling",
        "How fast a roll is",
        f"dicewright {dicewright.__version__}, {peers.versions()}, rpg-dice-roller {node.VERSION} in node. "
        f"Processor time, medians of {_ROUNDS} rounds; each round takes a sample of every contender "
        "in turn. Under each time stands how many times ours it is, the median of the ratios within a round. "
        "A dash: the library cannot say it. rpg-dice-roller and xdice use randomness that can be predicted; "
        "ours comes from the operating system.",
        "## Targets",
        report.table(["target", "measured", "reached"], _targets(again, new, keep)),
        "## The same string again",
        _table(again),
        f"`{_EVERY_DIE}` is ours too: our result works out its dice when they are first asked for. The last "
        "two columns are floors: as many numbers, and nothing else.",
        "## A new string each time",
        _table(new),
        "## A parsed expression",
        _table(parsed),
        "## Keeping half of ten thousand",
        _table({"10000d6kh5000": keep}),
    )


def _again(expression: str, in_node: Callable[[str], Contender] | None) -> list[Contender]:
    ours = peers.ours()
    found = _asked(expression, lambda peer: peer.again)
    found.insert(1, python(_EVERY_DIE, "roll(text).dice", ours.namespace(expression)))
    if in_node:
        found.append(in_node(expression))
    floors = {"dice": _DICE[expression], "randrange": random.randrange, "randbelow": secrets.randbelow}
    found.append(python(_RANDRANGE, "[randrange(1, sides + 1) for sides in dice]", floors))
    found.append(python(_RANDBELOW, "[randbelow(sides) + 1 for sides in dice]", floors))
    return found


def _new(expression: str, in_node: Callable[[str], Contender] | None) -> list[Contender]:
    found = _asked(expression, lambda peer: peer.new)
    # It has no cache, so that a new string costs what an old one does.
    return [*found, in_node(expression)] if in_node else found


def _parsed(expression: str) -> list[Contender]:
    return _asked(expression, lambda peer: peer.parsed)


def _asked(expression: str, way: Callable[[peers.Peer], str | None]) -> list[Contender]:
    found = []
    for peer in (peers.ours(), *peers.python_peers()):
        statement, text = way(peer), peer.writes(expression)
        if statement is not None and text is not None:
            found.append(python(peer.name, statement, peer.namespace(text)))
    return found


def _keeping() -> list[Contender]:
    ours = peers.ours().namespace("10000d6kh5000")
    faces = random.choices(range(1, 7), k=10_000)
    return [
        python("Dicewright", peers.ours().again, ours),
        python(_EVERY_DIE, "roll(text).dice", ours),
        python(_SORTED, "sorted(faces)", {"faces": faces}),
    ]


def _table(times: Times) -> str:
    names = list(dict.fromkeys(name for row in times.values() for name in row))
    rows = []
    for expression, row in times.items():
        rows.append(
            [
                f"`{expression}`",
                *(report.duration(row[name].seconds) if name in row else "-" for name in names),
            ]
        )
        ratios = (f"× {row[name].ratio:.2f}" if name in row else "" for name in names[1:])
        rows.append(["", "", *ratios])
    return report.table(["", *names], rows)


def _targets(again: Times, new: Times, keep: Mapping[str, Measured]) -> list[list[str]]:
    d20_again = _worst(again, "d20", peers.EXPRESSIONS)
    d20_new = _worst(new, "d20", peers.EXPRESSIONS)
    dicelet = _worst(again, "dicelet", ("1d20", "1d20+5", "4d6kh3", "2d20kh1+7", "8d10>=8"))
    hundred = 1 / again["100d6"][_RANDRANGE].ratio
    half = 1 / keep[_SORTED].ratio
    return [
        _faster("same string: 6 times as fast as d20, cached", 6, *d20_again),
        _faster("same string: no slower than dicelet (Rust)", 1, *dicelet),
        _faster("new string: 4 times as fast as d20, uncached", 4, *d20_new),
        report.verdict(
            "100d6: half the time of 100 randrange(1, 7)", measured=f"{hundred:.2f}", reached=hundred <= 0.5
        ),
        report.verdict(
            "10000d6kh5000: 3 times sorting 10,000 ints", measured=f"{half:.2f} times", reached=half <= 3
        ),
    ]


def _worst(times: Times, peer: str, expressions: tuple[str, ...]) -> tuple[float, str]:
    return min((times[text][peer].ratio, text) for text in expressions)


def _faster(claim: str, wanted: float, ratio: float, expression: str) -> list[str]:
    measured = f"at least {ratio:.2f} times ({expression})"
    return report.verdict(claim, measured=measured, reached=ratio >= wanted)


if __name__ == "__main__":
    main()
