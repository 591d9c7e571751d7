"""How fast exact odds are, compared with icepool, dyce and dicetables: `python -m bench.odds`.

Every figure is measured in a separate process, so that no library benefits from earlier results. Each
process first calculates the odds of other dice in the same arrangement, which imports whatever is imported
late and warms the interpreter up. Then come the first call for the roll itself, and the same call again. Ours
starts from the text; the others are given objects and have nothing to parse. Their answers are compared with
ours, weight by weight, to make sure that they do the same work.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from time import perf_counter
from timeit import Timer
from typing import TYPE_CHECKING

from bench import report
from bench.peers.calculators import OURS, OURS_PARSED, PEERS, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bench.peers.calculators import Peer, Question

_ROUNDS = 7
_LONGEST = 30
# A peer whose first call takes this long takes part in one round only.
_SLOW = 2.0
_MEASURE = "--measure"
# Endless explosions have to be cut off somewhere, and libraries differ in where.
_AGREEMENT = Fraction(1, 10**11)

# On a machine where icepool 2.1 needs about 214 ms for 100d6kh50.
_WITHIN = {"1000d6": 0.030, "100d6kh50": 0.150}


@dataclass(frozen=True, slots=True)
class Found:
    """The result of one process: the seconds of the first call and of the next one, and the odds."""

    first: float
    again: float
    chances: Mapping[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Row:
    """The results of all libraries for one question: those of each round, or why there are none."""

    text: str
    rounds: Mapping[str, list[Found] | str]

    def ratios(self, ours: Peer = OURS) -> dict[str, float]:
        """Return how many times as long as ours each other library's first call takes: the median."""
        mine = self._found(ours.name)
        return {
            name: median(their.first / our.first for their, our in zip(found, mine, strict=False))
            for name, found in self.rounds.items()
            if not isinstance(found, str) and name != ours.name
        }

    def lead(self, ours: Peer = OURS) -> float:
        """Return how many times as fast our first call is as that of the fastest other library."""
        return min(
            ratio for name, ratio in self.ratios(ours).items() if name not in (OURS.name, OURS_PARSED.name)
        )

    def first(self, name: str) -> float:
        """Return the median of the first calls."""
        return median(found.first for found in self._found(name))

    def again(self, name: str) -> float:
        """Return the median of the calls after the first."""
        return median(found.again for found in self._found(name))

    def _found(self, name: str) -> list[Found]:
        found = self.rounds[name]
        assert not isinstance(found, str), f"{name} has no odds of {self.text}: {found}"
        return found


def main() -> None:
    """Measure, print, and write bench/results/odds.md. Ends with status 1 if two answers differ."""
    from importlib.metadata import version

    rows = []
    for question in QUESTIONS:
        rows.append(_row(question))
        print(f"{question.text}: {rows[-1].ratios()}", file=sys.stderr, flush=True)
    names = [peer.name for peer in PEERS]
    report.publish(
        "odds",
        "How fast exact odds are",
        f"{', '.join(f'{name} {version(name)}' for name in names[2:])}. Medians of {_ROUNDS} rounds; each "
        "round takes every library in turn, in a process of its own that has worked out the odds of other "
        "dice before. Below each time is how many times as long as ours it is, the median of the ratios "
        "within a round. A dash means that the library can't do it.",
        "## Targets",
        report.table(["target", "measured", "reached"], _targets(rows)),
        "## The first call",
        _first_calls(rows, names),
        "## The same call again",
        "dicewright keeps the odds of a text, and icepool those of a pool.",
        report.table(
            ["", *names],
            [[f"`{row.text}`", *(_time(row, name, row.again) for name in names)] for row in rows],
        ),
    )
    if wrong := [row.text for row in rows if "another answer" in row.rounds.values()]:
        sys.exit(f"The libraries disagree about {', '.join(wrong)}.")


def _row(question: Question) -> Row:
    rounds: dict[str, list[Found] | str] = {peer.name: [] for peer in PEERS}
    for _ in range(_ROUNDS):
        for peer in PEERS:
            so_far = rounds[peer.name]
            if isinstance(so_far, str) or (so_far and so_far[-1].first > _SLOW):
                continue
            found = _asked(peer, question)
            if isinstance(found, str):
                rounds[peer.name] = found
            elif agree(rounds[OURS.name][0].chances if so_far or peer is not OURS else found.chances, found):
                so_far.append(found)
            else:
                rounds[peer.name] = "another answer"
    return Row(question.text, rounds)


def agree(ours: Mapping[Fraction, Fraction], theirs: Found) -> bool:
    """Return whether two answers are equal, except for what endless explosions had to leave out."""
    values = ours.keys() | theirs.chances.keys()
    return all(abs(ours.get(value, 0) - theirs.chances.get(value, 0)) < _AGREEMENT for value in values)


def _asked(peer: Peer, question: Question) -> Found | str:
    """Return the result of a separate process, or why there is none."""
    if question.notation not in peer.load():
        return "-"
    command = [sys.executable, "-m", "bench.odds", _MEASURE, peer.name, str(QUESTIONS.index(question))]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return f"over {_LONGEST} s"
    if run.returncode:
        return run.stderr.strip().splitlines()[-1].partition(":")[0]
    found = json.loads(run.stdout)
    weights = {Fraction(value): int(weight) for value, weight in found["weights"].items()}
    whole = sum(weights.values())
    return Found(
        found["first"], found["again"], {value: Fraction(each, whole) for value, each in weights.items()}
    )


def measure(peer: Peer, question: Question) -> dict[str, object]:
    """Return the seconds that the first call and a later one took, and the odds."""
    ask = peer.load()[question.notation]
    *alike, asked = [peer.asked_with(question, numbers) for numbers in (*question.alike, question.numbers)]
    for others in alike:
        ask(*others)
    start = perf_counter()
    found = ask(*asked)
    first = perf_counter() - start
    calls = max(1, min(1_000, int(0.05 / first)))
    again = min(Timer(lambda: ask(*asked)).repeat(3 if first < 1 else 1, calls)) / calls
    weights = {str(value): str(weight) for value, weight in peer.weights(found).items()}
    return {"first": first, "again": again, "weights": weights}


def _first_calls(rows: Sequence[Row], names: Sequence[str]) -> str:
    lines = []
    for row in rows:
        ratios = row.ratios()
        lines.append([f"`{row.text}`", *(_time(row, name, row.first) for name in names)])
        lines.append(["", "", *(f"× {ratios[name]:.2f}" if name in ratios else "" for name in names[1:])])
    return report.table(["", *names], lines)


def _time(row: Row, name: str, seconds: Callable[[str], float]) -> str:
    found = row.rounds[name]
    return found if isinstance(found, str) else report.duration(seconds(name))


def _targets(rows: Sequence[Row]) -> list[list[str]]:
    ahead = sum(row.lead() >= 3 for row in rows)
    by_text = {row.text: row for row in rows}
    return [
        _never_slower("no slower than the quickest peer on any line", rows, OURS),
        _never_slower("the same, given what was parsed before, as the peers are", rows, OURS_PARSED),
        report.verdict("3 times as fast on at least eight lines", measured=f"{ahead}", reached=ahead >= 8),
        *(
            report.verdict(
                f"{text} within {seconds * 1e3:.0f} ms",
                measured=_beside(by_text[text]),
                reached=by_text[text].first(OURS.name) <= seconds,
            )
            for text, seconds in _WITHIN.items()
        ),
    ]


def _never_slower(claim: str, rows: Sequence[Row], ours: Peer) -> list[str]:
    slowest = min(rows, key=lambda row: row.lead(ours))
    ahead = sum(row.lead(ours) >= 1 for row in rows)
    return report.verdict(
        claim,
        measured=f"at least {slowest.lead(ours):.2f} times as fast ({slowest.text}); "
        f"as fast or faster on {ahead} of {len(rows)}",
        reached=slowest.lead(ours) >= 1,
    )


def _beside(row: Row) -> str:
    ours, ratios = report.duration(row.first(OURS.name)), row.ratios()
    icepool = ratios.get("icepool")
    return ours if icepool is None else f"{ours}; icepool takes {icepool:.1f} times as long"


if __name__ == "__main__":
    if sys.argv[1:2] == [_MEASURE]:
        name, place = sys.argv[2:]
        peer = next(peer for peer in PEERS if peer.name == name)
        print(json.dumps(measure(peer, QUESTIONS[int(place)])))
    else:
        main()
