"""How quickly exact odds come, beside icepool, dyce and dicetables: `python bench/odds.py`.

Every figure is taken in a process of its own, so that no library profits from what it has worked out
before. Each process first asks for the odds of other dice, 2d3 keeping one, which loads whatever is
loaded late; then comes the first call of the expression itself, then the same call again. Ours starts
from the text; the others are given objects and have nothing to parse. The answers are held against
ours, weight by weight, so that only equal work is compared.

Writes bench/results/odds.md. Needs icepool, dyce and dicetables.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

RESULTS = Path(__file__).parent / "results" / "odds.md"
PROCESSES = 5
REPEATS = 5
LONGEST = 120
# Enough explosions to miss as little as we do.
DEPTH = 14

LIBRARIES = ("dicewright", "icepool", "dyce", "dicetables")
EXPRESSIONS = (
    "1d20+5",
    "4d6kh3",
    "10d6",
    "100d6",
    "1000d6",
    "10d6kh3",
    "20d20kh10",
    "100d6kh50",
    "10d10!",
    "2d20kh1+1d4+5",
    "8d10>=8f1",
    "{4d6kh3, 3d6}kh1",
    "(1d6)d6",
)
WARM_UP = "2d3kh1"

# Returns the odds as weights by value.
Weights = dict[Any, int]
Calls = dict[str, Callable[[], Any]]


def _dicewright() -> tuple[Calls, Callable[[Any], Weights]]:
    import dicewright

    calls: Calls = {text: lambda text=text: dicewright.odds(text) for text in (WARM_UP, *EXPRESSIONS)}
    return calls, lambda found: dict(found.items())


def _icepool() -> tuple[Calls, Callable[[Any], Weights]]:
    from icepool import d, highest

    return {
        WARM_UP: lambda: d(3).highest(2, 1),
        "1d20+5": lambda: d(20) + 5,
        "4d6kh3": lambda: d(6).highest(4, 3),
        "10d6": lambda: 10 @ d(6),
        "100d6": lambda: 100 @ d(6),
        "1000d6": lambda: 1000 @ d(6),
        "10d6kh3": lambda: d(6).highest(10, 3),
        "20d20kh10": lambda: d(20).highest(20, 10),
        "100d6kh50": lambda: d(6).highest(100, 50),
        "10d10!": lambda: 10 @ d(10).explode(depth=DEPTH),
        "2d20kh1+1d4+5": lambda: d(20).highest(2, 1) + d(4) + 5,
        "8d10>=8f1": lambda: 8 @ d(10).map(lambda face: (face >= 8) - (face == 1)),
        "{4d6kh3, 3d6}kh1": lambda: highest(d(6).highest(4, 3), 3 @ d(6)),
        "(1d6)d6": lambda: d(6) @ d(6),
    }, lambda found: dict(found.items())


def _dyce() -> tuple[Calls, Callable[[Any], Weights]]:
    from dyce import H, P, expand, explode_n

    return {
        WARM_UP: lambda: (2 @ P(3)).at(-1),
        "1d20+5": lambda: H(20) + 5,
        "4d6kh3": lambda: (4 @ P(6)).at(slice(-3, None)),
        "10d6": lambda: 10 @ H(6),
        "100d6": lambda: 100 @ H(6),
        "1000d6": lambda: 1000 @ H(6),
        "10d6kh3": lambda: (10 @ P(6)).at(slice(-3, None)),
        "20d20kh10": lambda: (20 @ P(20)).at(slice(-10, None)),
        "100d6kh50": lambda: (100 @ P(6)).at(slice(-50, None)),
        "10d10!": lambda: 10 @ explode_n(H(10), n=DEPTH),
        "2d20kh1+1d4+5": lambda: (2 @ P(20)).at(-1) + H(4) + 5,
        "8d10>=8f1": lambda: 8 @ H(10).apply(lambda face: (face >= 8) - (face == 1)),
        "{4d6kh3, 3d6}kh1": lambda: P((4 @ P(6)).at(slice(-3, None)), 3 @ H(6)).at(-1),
        "(1d6)d6": lambda: expand(lambda count: count.outcome @ H(6), H(6)),
    }, lambda found: dict(found.items())


def _dicetables() -> tuple[Calls, Callable[[Any], Weights]]:
    from dicetables import BestOfDicePool, DicePool, DiceTable, Die, Exploding, ModDie

    def table(*dice: tuple[Any, int]) -> Any:
        found = DiceTable.new()
        for die, count in dice:
            found = found.add_die(die, count)
        return found

    def best(sides: int, count: int, kept: int) -> tuple[Any, int]:
        return BestOfDicePool(DicePool(Die(sides), count), kept), 1

    # It has no way to count successes, to choose between rolls, or to let dice roll dice.
    return {
        WARM_UP: lambda: table(best(3, 2, 1)),
        "1d20+5": lambda: table((ModDie(20, 5), 1)),
        "4d6kh3": lambda: table(best(6, 4, 3)),
        "10d6": lambda: table((Die(6), 10)),
        "100d6": lambda: table((Die(6), 100)),
        "1000d6": lambda: table((Die(6), 1000)),
        "10d6kh3": lambda: table(best(6, 10, 3)),
        "20d20kh10": lambda: table(best(20, 20, 10)),
        "100d6kh50": lambda: table(best(6, 100, 50)),
        "10d10!": lambda: table((Exploding(Die(10), DEPTH), 10)),
        "2d20kh1+1d4+5": lambda: table(best(20, 2, 1), (ModDie(4, 5), 1)),
    }, lambda found: found.get_dict()


def _measure(library: str, expression: str) -> None:
    """Print how long the first call and the next ones took, and what came out."""
    calls, weights = globals()[f"_{library}"]()
    calls[WARM_UP]()
    call = calls[expression]
    start = perf_counter()
    found = call()
    first = perf_counter() - start
    again = []
    for _ in range(REPEATS):
        start = perf_counter()
        call()
        again.append(perf_counter() - start)
    plain = {str(value): str(weight) for value, weight in weights(found).items()}
    print(json.dumps({"first": first, "again": min(again), "weights": plain}))


def _measured(library: str, expression: str) -> dict[str, Any] | str:
    """Return the medians over several processes, or why there are none."""
    if expression not in globals()[f"_{library}"]()[0]:
        return "-"
    runs = []
    for _ in range(PROCESSES):
        command = [sys.executable, __file__, "--measure", library, expression]
        try:
            run = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
        except subprocess.TimeoutExpired:
            return f"over {LONGEST} s"
        if run.returncode:
            return run.stderr.strip().splitlines()[-1].partition(":")[0]
        runs.append(json.loads(run.stdout))
        if runs[-1]["first"] > LONGEST / PROCESSES:
            break
    return {
        "first": median(run["first"] for run in runs),
        "again": median(run["again"] for run in runs),
        "chances": _chances(runs[0]["weights"]),
    }


def _chances(weights: dict[str, str]) -> dict[Fraction, Fraction]:
    total = sum(map(int, weights.values()))
    return {Fraction(value): Fraction(int(weight), total) for value, weight in weights.items()}


def _same(ours: dict[Fraction, Fraction], theirs: dict[Fraction, Fraction]) -> bool:
    """Return whether two answers are equal, but for what explosions without end had to leave out."""
    return all(abs(ours.get(value, 0) - theirs.get(value, 0)) < 1e-11 for value in ours | theirs)


def _row(expression: str) -> tuple[str, float]:
    """Return a line of the table, and how many times as fast we are as the quickest peer."""
    found = {library: _measured(library, expression) for library in LIBRARIES}
    ours = found["dicewright"]
    assert isinstance(ours, dict), ours
    cells = []
    for library in LIBRARIES:
        result = found[library]
        if isinstance(result, str):
            cells.append(result)
        elif not _same(ours["chances"], result["chances"]):
            cells.append("another answer")
        else:
            cells.append(f"{result['first'] * 1e3:,.3f} / {result['again'] * 1e3:,.3f}")
    peers = [
        result["first"]
        for library, result in found.items()
        if library != "dicewright" and isinstance(result, dict)
    ]
    ratio = min(peers) / ours["first"]
    return f"| `{expression}` | {' | '.join(cells)} | {ratio:.1f} |", ratio


def main() -> None:
    """Measure everything, print the table and write it to the results."""
    from importlib.metadata import version

    rows = []
    for expression in EXPRESSIONS:
        rows.append(_row(expression))
        print(rows[-1][0], flush=True)
    versions = ", ".join(f"{library} {version(library)}" for library in LIBRARIES[1:])
    ratios = [ratio for _, ratio in rows]
    lines = [
        "# Exact odds: first call / next call, in milliseconds",
        "",
        f"Python {platform.python_version()}; {versions}. Medians of {PROCESSES} processes; "
        "`bench/odds.py` says how.",
        "The last column: how many times as fast our first call is as the quickest of the others.",
        "",
        f"| expression | {' | '.join(LIBRARIES)} | ratio |",
        f"|---|{'---|' * (len(LIBRARIES) + 1)}",
        *(line for line, _ in rows),
        "",
        f"At least as fast on {sum(ratio >= 1 for ratio in ratios)} of {len(ratios)},"
        f" three times as fast on {sum(ratio >= 3 for ratio in ratios)}.",
        "",
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", nargs=2, metavar=("LIBRARY", "EXPRESSION"))
    arguments = parser.parse_args()
    if arguments.measure:
        _measure(*arguments.measure)
    else:
        main()
