"""How fast we roll, compared with other libraries: `python -m bench.rolling`.

Every library is asked in its own notation for three things: the text that shows a roll, its dice one by
one, and its total. Each is asked for in three ways: by the same string again, by a string that is new each
time, and by a parsed expression.
"""

from __future__ import annotations

import random
import secrets
from typing import TYPE_CHECKING

import dicewright
from bench import report
from bench.peers import node, rollers
from bench.tools.measure import Contender, Measured, compare, python

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ROUNDS = 25
_WAYS = {"again": "the same string again", "new": "a new string each time", "parsed": "a parsed expression"}
_READS = {"text": "As text", "dice": "Dice looked at", "total": "The total alone"}
_RANDRANGE, _RANDBELOW = "random.randrange", "secrets.randbelow"
_SORTED = "sorted(ten thousand ints)"

_TEXT, _TO_DICT, _FROM_DICT = "as text", "roll and to_dict", "from_dict"
# The expressions in the targets, and those that dicelet supports.
_SEVEN = rollers.EXPRESSIONS[:7]
_IN_DICELET = ("1d20", "1d20+5", "4d6kh3", "2d20kh1+7", "8d10>=8")

# The dice of each expression, for the floors; 10d6! throws twelve on average.
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

# Expression -> contender -> time; ours is the first contender.
Times = dict[str, dict[str, Measured]]


def main() -> None:
    """Measure, print, and write bench/results/rolling.md."""
    with node.contenders() as in_node:
        times = {
            (reads, way): {text: _measured(text, reads, way, in_node) for text in rollers.EXPRESSIONS}
            for reads in _READS
            for way in _WAYS
        }
    keep = compare(_keeping(), _ROUNDS)
    ten_thousand = compare(_ten_thousand(), _ROUNDS)
    plain = compare(_plain_data(), _ROUNDS)
    report.publish(
        "rolling",
        "How fast a roll is",
        f"dicewright {dicewright.__version__}, {rollers.versions()}, rpg-dice-roller {node.VERSION} in node. "
        f"Processor time, medians of {_ROUNDS} rounds; each round takes a sample of every contender "
        "in turn. Below each time is how many times as long as ours it is, the median of the ratios within a "
        "round. A dash means that the library can't do it. rpg-dice-roller and xdice use predictable "
        "randomness; ours comes from the operating system. dicelet and oneroll make their text in Rust, the "
        "others in their own language.",
        "## Targets",
        report.table(["target", "measured", "reached"], _targets(times, keep, ten_thousand, plain)),
        *[
            section
            for reads, title in _READS.items()
            for way, described in _WAYS.items()
            for section in (f"## {title}: {described}", _table(times[reads, way]))
        ],
        "Looking at a die reads its value and whether it is kept. The last two columns beside the total of "
        "the same string are floors: as many numbers, and nothing else.",
        "## Many dice, and plain data",
        _table({"10000d6kh5000": keep}),
        _table({"10000d6": ten_thousand}),
        _table({"4d6kh3": plain}),
    )


def _measured(
    expression: str, reads: str, way: str, in_node: Callable[[str, str], Contender] | None
) -> dict[str, Measured]:
    contenders = []
    for peer in (rollers.ours(), *rollers.python_peers()):
        statement, text = peer.asks(way, reads), peer.writes(expression)
        if statement is not None and text is not None:
            contenders.append(python(peer.name, statement, peer.namespace(text)))
    # It has no cache, so a new string costs as much as an old one.
    if in_node and reads != "dice" and way != "parsed":
        contenders.append(in_node(expression, reads))
    if (reads, way) == ("total", "again"):
        floors = {"dice": _DICE[expression], "randrange": random.randrange, "randbelow": secrets.randbelow}
        contenders.append(python(_RANDRANGE, "[randrange(1, sides + 1) for sides in dice]", floors))
        contenders.append(python(_RANDBELOW, "[randbelow(sides) + 1 for sides in dice]", floors))
    return compare(contenders, _ROUNDS)


def _keeping() -> list[Contender]:
    ours = rollers.ours()
    names = ours.namespace("10000d6kh5000")
    faces = random.choices(range(1, 7), k=10_000)
    return [
        python("Dicewright, its total", "roll(text).total", names),
        python("Dicewright, every die looked at", "for die in roll(text).dice: die.value; die.kept", names),
        python(_SORTED, "sorted(faces)", {"faces": faces}),
    ]


def _ten_thousand() -> list[Contender]:
    return [python(_TEXT, "str(roll(text))", rollers.ours().namespace("10000d6"))]


def _plain_data() -> list[Contender]:
    names = rollers.ours().namespace("4d6kh3")
    plain = dicewright.roll("4d6kh3").to_dict()
    return [
        python(_TO_DICT, "roll(text).to_dict()", names),
        python(_FROM_DICT, "from_dict(plain)", {"from_dict": dicewright.Result.from_dict, "plain": plain}),
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


def _targets(
    times: Mapping[tuple[str, str], Times],
    keep: Mapping[str, Measured],
    ten_thousand: Mapping[str, Measured],
    plain: Mapping[str, Measured],
) -> list[list[str]]:
    again, text_again = times["total", "again"], times["text", "again"]
    no_slower = [
        text
        for text, row in text_again.items()
        if all(row[peer].ratio >= 1 for peer in ("dicelet", "oneroll") if peer in row)
    ]
    hundred = 1 / again["100d6"][_RANDRANGE].ratio
    half = 1 / keep[_SORTED].ratio
    long = ten_thousand[_TEXT].seconds
    slowest = max(measured.seconds for measured in plain.values())
    return [
        _faster("text, the same again: 3 times as fast as d20", 3, *_worst(text_again, "d20", _SEVEN)),
        report.verdict(
            "text, the same again: no slower than Rust's own on three",
            measured=", ".join(f"`{text}`" for text in no_slower),
            reached=len(no_slower) >= 3,
        ),
        _faster("text, new each time: 3 times d20", 3, *_worst(times["text", "new"], "d20", _SEVEN)),
        _faster("dice looked at: 4 times d20", 4, *_worst(times["dice", "again"], "d20", _SEVEN)),
        _faster("total, new each time: 5 times d20", 5, *_worst(times["total", "new"], "d20", _SEVEN)),
        _faster("total, the same again: 11 times d20", 11, *_worst(again, "d20", _SEVEN)),
        _faster(
            "total, the same again: 1.5 times dicelet (Rust)", 1.5, *_worst(again, "dicelet", _IN_DICELET)
        ),
        report.verdict(
            "`10000d6` as text within 15 ms", measured=report.duration(long), reached=long <= 0.015
        ),
        report.verdict(
            "`to_dict` and `from_dict` of `4d6kh3` within 30 µs each",
            measured=report.duration(slowest),
            reached=slowest <= 30e-6,
        ),
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
