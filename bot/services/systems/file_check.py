"""Looking at a game system's file that somebody wrote, in a worker, since it may be meant to do harm."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.services.systems.calls import played_once
from bot.services.systems.home_made import home_made
from bot.services.systems.pages import examples_of
from bot.services.systems.played import Played
from bot.texts import _
from dicewright import DiceError, LimitError

if TYPE_CHECKING:
    from dicewright import System

# Of processor time. The largest files take a fifth of it.
_LONGEST_READING = 1.0
_MOST_FAILURES = 5
_MOST_WARNINGS = 30


@dataclass(frozen=True, slots=True)
class FailedTest:
    """A test of a file that fails."""

    line: int
    roll: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """What was found in a file."""

    command: str
    name: str
    digest: str
    words: tuple[str, ...]
    """The command and the other words that stand for it."""
    tests: int
    failures: tuple[FailedTest, ...]
    """The first tests that do not hold."""
    warnings: tuple[str, ...]
    """What no test reaches, and the like, in sentences."""
    examples: tuple[str, ...]
    """Calls to try."""
    preview: Played | None
    """A roll of the first example; None if it cannot be rolled."""
    trouble: str = ""
    """Why it cannot be rolled."""


def check_file(text: str) -> FileCheck:
    """Return what a file holds, after running its tests.

    Raises SystemFileError if it says something that has no meaning, and LimitError if reading it
    takes too long.
    """
    began = time.process_time()
    system = home_made(text)
    if time.process_time() - began > _LONGEST_READING:
        raise LimitError(
            _("This file takes too long to read."),
            limit="time",
            allowed=1,
            hint=_("Make its rolls simpler."),
        )
    failures = system.check()
    preview, trouble = _preview(system)
    return FileCheck(
        command=system.command,
        name=system.name,
        digest=system.digest,
        words=system.words,
        tests=len(system.tests),
        failures=tuple(FailedTest(each.line, each.roll, each.sentence) for each in failures[:_MOST_FAILURES]),
        warnings=() if failures else system.warnings[:_MOST_WARNINGS],
        examples=examples_of(system),
        preview=preview,
        trouble=trouble,
    )


def _preview(system: System) -> tuple[Played | None, str]:
    call = system.example(system.description.first)
    try:
        _result, roll = played_once(system, partial(system.roll, call), None)
    except DiceError as error:
        return None, error.advice
    return Played(system=system.command, text=call, call=call, rolls=(roll,)), ""
