"""How quickly hostile input is answered: `python -m bench.hostile`."""

from __future__ import annotations

from statistics import median
from time import process_time

import dicewright
from bench import report

_RUNS = 15
_LONGEST_SECONDS = 0.010
_MEGABYTE = 1_000_000

# A description, the text, the meanings of its names, and the code of the error, or None if it rolls.
CASES: tuple[tuple[str, str, dict[str, str] | None, str | None], ...] = (
    ("9999999999d9999999999", "9999999999d9999999999", None, "limit-dice"),
    ("99999999d99999999", "99999999d99999999", None, "limit-dice"),
    ("1d6!>=1", "1d6!>=1", None, "endless"),
    ("9999d6! + 9999d6!", "9999d6! + 9999d6!", None, "limit-dice"),
    ("10000d2!, which runs over", "10000d2!", None, "limit-dice"),
    ("100x 100d100!>=2, which runs over", "100x 100d100!>=2", None, "limit-dice"),
    ("1d1000000u200, a number where none goes", "1d1000000u200", None, "side-by-side"),
    ("10,000 brackets", "(" * 10_000, None, "limit-text"),
    ("900 brackets", "(" * 900, None, "limit-nesting"),
    ("900 minus signs", "-" * 900 + "1", None, "limit-nesting"),
    ("1 MB of digits", "9" * _MEGABYTE, None, "limit-text"),
    ("1 MB of spaces", " " * _MEGABYTE, None, "limit-text"),
    ("1 MB of letters", "d" * _MEGABYTE, None, "limit-text"),
    ("900 digits", "9" * 900, None, "limit-digits"),
    ("900 spaces", " " * 900, None, "empty"),
    ("900 letters", "d" * 900, None, "missing-sides"),
    ("9**9**9**9", "9**9**9**9", None, "limit-digits"),
    ("a product of 330 nines", "*".join(["9"] * 330), None, "limit-digits"),
    ("1/0", "1/0", None, "division-by-zero"),
    ("1d0", "1d0", None, "no-faces"),
    ("a 1,900-character chain of kh", "9d6" + "kh9" * 633, None, "limit-text"),
    ("a 999-character chain of kh", "9d6" + "kh9" * 332, None, None),
    ("the same on 9,999 dice", "9999d6" + "kh9999" * 165, None, "limit-steps"),
    ("a 1,900-character sum", "+".join(["1d6"] * 475), None, "limit-text"),
    ("a 999-character sum", "+".join(["1d6"] * 250), None, None),
    ("names that loop", "@a", {"a": "@b", "b": "@c", "c": "@a"}, "name-loop"),
    (
        "names that double 30 times",
        "@n30",
        {"n0": "1d6"} | {f"n{depth}": f"@n{depth - 1} + @n{depth - 1}" for depth in range(1, 31)},
        "limit-names",
    ),
    ("Arabic digits", "٣d٦", None, "stray"),
    ("full-width digits", "\uff13d\uff16", None, None),
    ("lone surrogates", "\ud800\udfff" * 100, None, "stray"),
    ("NUL", "1d6\0", None, "stray"),
    ("900 NULs", "\0" * 900, None, "stray"),
    ("900 opening square brackets", "[" * 900, None, "limit-nesting"),
    ("a million faces, 20 times", "20d[1..1000000]", None, None),
    ("two million faces", "d[1..1000000,1..1000000]", None, "limit-faces"),
    ("ten thousand wide dice", "10000d1000000", None, None),
    ("ten thousand dice, half kept", "10000d6kh5000", None, None),
)


def answer(text: str, names: dict[str, str] | None) -> str | None:
    """Return the code of the error that a text gets, or None if it rolls."""
    try:
        dicewright.roll(text, names=names)
    except dicewright.DiceError as error:
        str(error)  # the caret is part of the answer
        return error.code
    return None


def main() -> None:
    """Measure, print, and write bench/results/hostile.md."""
    rows = []
    for name, text, names, _ in CASES:
        taken = []
        for _ in range(_RUNS):
            start = process_time()
            outcome = answer(text, names)
            taken.append(process_time() - start)
        rows.append((median(taken), max(taken), name, outcome or "rolls"))
    rows.sort(reverse=True)
    slowest, _, slowest_name, _ = rows[0]
    report.publish(
        "hostile",
        "Hostile input",
        f"Each text {_RUNS} times: the median and the worst processor time to an error with its caret, or to "
        "a total. The slowest comes first.",
        "## Target",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"each in under {report.duration(_LONGEST_SECONDS)}",
                    measured=f"{report.duration(slowest)} ({slowest_name})",
                    reached=slowest < _LONGEST_SECONDS,
                )
            ],
        ),
        "## Answers",
        report.table(
            ["input", "median", "worst", "outcome"],
            [
                [name, report.duration(middle), report.duration(worst), kind]
                for middle, worst, name, kind in rows
            ],
        ),
    )


if __name__ == "__main__":
    main()
