"""How fast the odds of game systems are, compared with icepool: `python -m bench.systems`.

Ours is given each roll as a player types it; icepool is given a model of the same roll, built as in its
notebooks. Both calculate how likely each outcome is, and the answers are compared. Ours starts from the text
and also calculates every value and note in the file; icepool calculates nothing but the outcomes.

Every figure is measured in a separate process, because icepool caches its results. The process first
calculates the odds of other dice in the same arrangement, which imports whatever is imported late; then comes
the first call for the roll itself.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from fractions import Fraction
from importlib.metadata import version
from statistics import median
from time import process_time

import dicewright
from bench import report
from bench.peers.systems import QUESTIONS, Question

_ROUNDS = 7
_NAMED = 7
# How many of the rolls that gain least are named beside the target.
_WORST = 5
_WITHIN, _TYPICAL = 0.5, 0.05
# Endless explosions are cut off in different places.
_AGREEMENT = Fraction(1, 10**10)
_OURS, _PEER = "dicewright", "icepool"
_MEASURE = "--measure"


def disagreement(question: Question) -> str:
    """Return the first outcome on which the two answers disagree, or "" if there is none."""
    odds = dicewright.systems().odds(question.text)
    ours = {**odds.notes, **odds.outcomes}
    for name, chance in question.model(*question.given).items():
        if name not in ours or abs(ours[name] - chance) > _AGREEMENT:
            return f"{name}"
    return ""


def main() -> None:
    """Measure, and write bench/results/systems.md."""
    found: dict[str, dict[str, list[float]]] = {}
    for place, question in enumerate(QUESTIONS):
        if wrong := disagreement(question):
            raise SystemExit(f"{question.text}: the two disagree about {wrong}")
        rounds = [{name: _in_a_process(name, place) for name in (_OURS, _PEER)} for _ in range(_ROUNDS)]
        found[question.text] = {name: [each[name] for each in rounds] for name in (_OURS, _PEER)}
    typical = {system.command: _seconds(system) for system in dicewright.systems()}
    report.publish("systems", "How fast the odds of game systems are", *_sections(found, typical))


def measured(name: str, question: Question) -> float:
    """Return the seconds of processor time that the first call for a roll takes."""
    systems = dicewright.systems()

    def ours(text: str) -> object:
        return systems.odds(text).outcomes

    gc.disable()
    if name == _OURS:
        ours(question.other)
        start = process_time()
        ours(question.text)
    else:
        question.model(*question.other_given)
        start = process_time()
        question.model(*question.given)
    return process_time() - start


def _in_a_process(name: str, place: int) -> float:
    command = [sys.executable, "-m", "bench.systems", _MEASURE, name, str(place)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _seconds(system: dicewright.System) -> float:
    text = system.example(next(iter(system.rolls)))
    taken = []
    for _ in range(4):
        start = process_time()
        system.odds(text)
        taken.append(process_time() - start)
    return median(taken[1:])


def _sections(found: dict[str, dict[str, list[float]]], typical: dict[str, float]) -> list[str]:
    seconds = {text: {name: median(taken) for name, taken in both.items()} for text, both in found.items()}
    ratios = {
        text: median(peer / ours for ours, peer in zip(both[_OURS], both[_PEER], strict=True))
        for text, both in found.items()
    }
    by_ratio = sorted(ratios, key=ratios.__getitem__)
    slowest = by_ratio[0]
    least = ", ".join(f"{text} × {ratios[text]:.2f}" for text in by_ratio[:_WORST])
    longest = max(list(found)[:_NAMED], key=lambda text: seconds[text][_OURS])
    worst = max(typical, key=typical.__getitem__)
    quick = sum(ratio >= 3 for ratio in ratios.values())
    even = sum(ratio >= 1 for ratio in ratios.values())
    targets = [
        report.verdict(
            "no slower than icepool on any roll",
            measured=f"at least {ratios[slowest]:.2f} times as fast ({slowest}); "
            f"as fast or faster on {even} of {len(ratios)}",
            reached=ratios[slowest] >= 1,
        ),
        report.verdict(
            "3 times as fast on most",
            measured=f"{quick} of {len(ratios)}; the least: {least}",
            reached=2 * quick > len(ratios),
        ),
        report.verdict(
            "each of the first seven within 500 ms",
            measured=f"{report.duration(seconds[longest][_OURS])} ({longest})",
            reached=seconds[longest][_OURS] <= _WITHIN,
        ),
        report.verdict(
            "the typical roll of each file within 50 ms",
            measured=f"{sum(each <= _TYPICAL for each in typical.values())} of {len(typical)}; "
            f"at most {report.duration(typical[worst])} ({worst})",
            reached=typical[worst] <= _TYPICAL,
        ),
    ]
    rows = [
        [
            f"`{text}`",
            report.duration(seconds[text][_OURS]),
            report.duration(seconds[text][_PEER]),
            f"× {ratios[text]:.2f}",
        ]
        for text in by_ratio
    ]
    slow = sorted(typical, key=typical.__getitem__, reverse=True)[:10]
    return [
        f"icepool {version('icepool')}. Processor time of the first call, each in a process of its own; "
        f"medians of {_ROUNDS} rounds, and the median of the ratios within a round. The answers are the "
        "same, outcome by outcome.",
        "## Targets",
        report.table(["target", "measured", "reached"], targets),
        "## Compared with icepool, the worst first",
        report.table(["roll", _OURS, _PEER, "icepool takes"], rows),
        "## The slowest typical rolls of the included files",
        report.table(["system", "odds"], [[f"`{name}`", report.duration(typical[name])] for name in slow]),
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == [_MEASURE]:
        print(measured(sys.argv[2], QUESTIONS[int(sys.argv[3])]))
    else:
        main()
