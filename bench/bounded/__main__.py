"""The upper bound on what odds cost, in time and memory: `python -m bench.bounded`.

The odds of each text are calculated in a separate process with limited memory, forked from one that has
loaded the library. `--quick` leaves most pairs of modifiers out.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import dicewright
from bench import report
from bench.bounded.texts import texts

_MOST_MEMORY, _MOST_SECONDS = 64_000_000, 1.0
# A process that uses this much is stopped, and the text counts as failed.
_SPACE, _SECONDS = 1_000_000_000, 20
_SHOWN = 25
_EVERY, _EVERY_QUICK = 7, 56
_LONGEST_TEXT = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process used for one text."""

    text: str
    seconds: float
    bytes: int
    outcome: str
    """"found", "missing" if something is left out, the code of an error, or "no answer"."""


def ask(text: str) -> Answer:
    """Return what the odds of a text use in a separate process."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            os.write(writer, json.dumps(_measured(text)).encode())
        finally:
            # Whatever happened, the forked process ends here.
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        found = pipe.read()
    _, _, used = os.wait4(child, 0)
    if not found:
        return Answer(text, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, "no answer")
    return Answer(text, *json.loads(found))


def _measured(text: str) -> tuple[float, int, str]:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts again
    before = _status("VmHWM")
    space = _status("VmSize") + _SPACE
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    start = process_time()
    try:
        found = dicewright.parse(text).odds_by_roll()
        outcome = "missing" if any(roll.total.missing for roll in found) else "found"
    except dicewright.DiceError as error:
        outcome = error.code
    except (MemoryError, RecursionError) as error:
        outcome = type(error).__name__
    return process_time() - start, _status("VmHWM") - before, outcome


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) * 1024


def main() -> None:
    """Measure all texts, print the worst, and write bench/results/bounded.md."""
    dicewright.odds("4d6!kh3 + 2d10u + {1d6, 2d4}kh1")
    every = _EVERY_QUICK if "--quick" in sys.argv else _EVERY
    answers = [ask(text) for text in dict.fromkeys(texts(every))]
    slowest = sorted(answers, key=lambda answer: -answer.seconds)
    largest = sorted(answers, key=lambda answer: -answer.bytes)
    failed = [
        answer for answer in answers if answer.outcome in ("no answer", "MemoryError", "RecursionError")
    ]
    outcomes = [answer.outcome for answer in answers]
    report.publish(
        "bounded",
        "What odds cost at most",
        f"The odds of {len(answers):,} texts, each in a process of its own: every modifier on pools of 1 to "
        "9,000 dice with 2 to 1,000,000 sides, pairs of modifiers, groups, and hostile texts. Memory "
        "is what the process holds at its peak beyond what it held before.",
        "## Targets",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"an answer or a refusal within {report.duration(_MOST_SECONDS)} of processor time",
                    measured=f"{report.duration(slowest[0].seconds)} ({_short(slowest[0].text)})",
                    reached=slowest[0].seconds <= _MOST_SECONDS,
                ),
                report.verdict(
                    f"at most {_megabytes(_MOST_MEMORY)} over rest",
                    measured=f"{_megabytes(largest[0].bytes)} ({_short(largest[0].text)})",
                    reached=largest[0].bytes <= _MOST_MEMORY,
                ),
                report.verdict(
                    "every text has an answer", measured=f"{len(failed)} have none", reached=not failed
                ),
            ],
        ),
        "## Answers",
        report.table(
            ["outcome", "texts"],
            [[outcome, f"{outcomes.count(outcome):,}"] for outcome in sorted(set(outcomes))],
        ),
        "## The slowest",
        _answers(slowest[:_SHOWN]),
        "## The largest",
        _answers(largest[:_SHOWN]),
    )
    if path := os.environ.get("BOUNDED_ANSWERS"):
        rows = [[answer.text, answer.seconds, answer.bytes, answer.outcome] for answer in answers]
        Path(path).write_text(json.dumps(rows), encoding="utf-8")
    if failed or slowest[0].seconds > _MOST_SECONDS or largest[0].bytes > _MOST_MEMORY:
        sys.exit("The bounds do not hold.")


def _answers(answers: list[Answer]) -> str:
    return report.table(
        ["text", "time", "memory", "outcome"],
        [
            [
                f"`{_short(answer.text)}`",
                report.duration(answer.seconds),
                _megabytes(answer.bytes),
                answer.outcome,
            ]
            for answer in answers
        ],
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 2]} …"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


if __name__ == "__main__":
    main()
