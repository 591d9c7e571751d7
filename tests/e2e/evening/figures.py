"""The outcome of the evening: figures to print, and everything that must not have happened."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.e2e.evening.excuses import (
    ANSWER_SECONDS,
    answered_at,
    ended_at_work,
    excuse,
    just_before_a_kill,
    loss_seconds,
    shown_just_before_a_kill,
    while_away,
)
from tests.e2e.evening.secrets import leaks
from tests.support.discord_rules import problems
from tests.support.openapi import discord_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.rolls import RecordedRoll
    from tests.e2e.evening.evening import Evening
    from tests.e2e.evening.table import Attempt

MEMORY_BYTES = 10 * 2**20
STOP_SECONDS = 10.0
_AWAY = "The bot can't reach its database right now"
_FORGOTTEN = "This button has expired."
_DELETED = "This roll has been deleted from the history."
_FAILED = "Something went wrong"
_MEGABYTE = 2**20
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Figures:
    """Lines for a person to read, and sentences on what went wrong."""

    lines: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def say(self, name: str, value: object) -> None:
        """Add a line."""
        self.lines.append(f"  {name:<34} {value}")

    def expect(self, holds: bool, complaint: str) -> None:
        """Add a complaint where something does not hold."""
        if not holds:
            self.wrong.append(complaint)

    def __str__(self) -> str:
        return "\n".join([*self.lines, *(f"  WRONG: {each}" for each in self.wrong)])


def figures(evening: Evening, rows: list[RecordedRoll]) -> Figures:
    """Return the figures of an evening and of the history that it left."""
    found = Figures()
    _answers(evening, found)
    _history(evening, rows, found)
    _secrecy(evening, rows, found)
    _bodies(evening, found)
    _process(evening, found)
    _log(evening, found)
    return found


def _answers(evening: Evening, found: Figures) -> None:
    attempts = evening.table.attempts
    rolled = [each for each in attempts if each.rolled]
    answered = [each for each in attempts if each.interaction.answered_at is not None]
    unanswered = [each for each in attempts if each.interaction.answered_at is None]
    found.say("lasted", f"{evening.seconds:.0f} s")
    found.say("interactions", f"{len(attempts):,}, of which {len(answered):,} were answered")
    found.say("rolls shown", f"{len(rolled):,}")
    found.say("  asked for by", _counted(each.kind for each in rolled))
    found.say("  seen by", _counted(_visibility(each) for each in rolled))
    found.say("other interactions", _counted(each.kind for each in answered if not each.rolled))
    charts = sum(bool(shown.message["attachments"]) for shown in evening.table.discord.rest.shown)
    found.say("charts and files shown", charts)
    old = [each for each in attempts if each.pressed_old]
    found.say("presses on older processes' posts", f"{len(old)}, answered {sum(map(_is_answered, old))}")
    late = sorted(each.interaction.latency for each in answered)
    percentiles = ", ".join(
        f"p{share} {1000 * late[min(len(late) * share // 100, len(late) - 1)]:.0f} ms"
        for share in (50, 95, 99)
    )
    found.say("time to an answer", f"{percentiles}, longest {1000 * late[-1]:.0f} ms")
    # A short evening is held beside other tests, on a machine that may be busy.
    in_time = not evening.scale.whole or late[-1] <= ANSWER_SECONDS
    found.expect(in_time, f"an answer took {late[-1]:.1f} s")

    excused = {each.interaction.interaction_id: excuse(evening, each) for each in unanswered}
    found.say("unanswered, by what was going on", _counted(excused.values()) or "none")
    for each in unanswered:
        found.expect(bool(excused[each.interaction.interaction_id]), f"unanswered: {_described(each)}")
    for each in answered:
        found.expect(
            bool(each.answers or excuse(evening, each) or ended_at_work(evening, each))
            or not each.interaction.deferred,
            f"left at thinking: {_described(each)}",
        )
        shown = len(each.rolls_shown)
        found.expect(not shown or shown <= _most_shown(each), f"shown twice: {_described(each)}")
    _refusals(attempts, evening, found)


def _refusals(attempts: list[Attempt], evening: Evening, found: Figures) -> None:
    refused = [each for each in attempts if each.rolls and each.answers and not each.rolled]
    found.say("rolls refused", _counted(each.refused[:60] for each in refused) or "none")
    for each in refused:
        away = each.refused.startswith(_AWAY) and while_away(evening, each)
        gone = each.refused.startswith((_FORGOTTEN, _DELETED))
        lost = gone and shown_just_before_a_kill(evening, each)
        found.expect(away or lost, f"refused {each.refused!r}: {_described(each)}")
    failed = [_described(each) for each in attempts if _FAILED in str(each.answers)]
    found.expect(not failed, f"failed: {failed}")


def _history(evening: Evening, rows: list[RecordedRoll], found: Figures) -> None:
    kept = Counter(row.interaction_id for row in rows)
    shown = {each.interaction.interaction_id: each for each in evening.table.attempts if each.rolled}
    lost = [each for number, each in shown.items() if number not in kept]
    found.say(
        "rows in the history", f"{len(rows):,}, of rolls that were shown {len(shown.keys() & kept.keys()):,}"
    )
    seconds = loss_seconds(evening)
    for life, killed_at in enumerate(evening.killed_at):
        window = [each for each in shown.values() if each.life == life and just_before_a_kill(evening, each)]
        ages = [killed_at - answered_at(each) for each in window if each in lost]
        oldest = f", the oldest {1000 * max(ages):.0f} ms old" if ages else ""
        window_words = f"{len(ages)} of {len(window)} rolls shown in the {seconds:.1f} s before it{oldest}"
        found.say(f"lost at kill {life + 1}", window_words)
    for each in lost:
        found.expect(just_before_a_kill(evening, each), f"not in the history: {_described(each)}")
    for row in rows:
        attempt = shown.get(row.interaction_id)
        totals = attempt.totals if attempt else set()
        found.expect(
            not totals or totals == {row.total}, f"{totals} was shown, {row.total} is in the history: {row}"
        )
    twice = [number for number, times in kept.items() if times > 1]
    found.expect(not twice, f"more than once in the history: {twice}")
    attempts = {each.interaction.interaction_id: each for each in evening.table.attempts}
    unseen = [number for number in kept if number not in shown]
    found.say("rows of rolls nobody was shown", len(unseen))
    for number in unseen:
        # A blind roll is stored first and announced then.
        found.expect(
            bool(excuse(evening, attempts[number])), f"kept, not shown: {_described(attempts[number])}"
        )


def _secrecy(evening: Evening, rows: list[RecordedRoll], found: Figures) -> None:
    report = leaks(evening.table, rows)
    found.say("secret rolls", report.summary)
    found.say("messages checked for them", report.messages)
    found.wrong.extend(report.leaks)


def _bodies(evening: Evening, found: Figures) -> None:
    requests = evening.table.discord.rest.requests
    refused = [problem for each in requests for problem in problems(each.method, each.path, each.body)]
    by = (
        "Discord's document and the rules"
        if discord_schema()
        else "the rules (Discord's document is not here)"
    )
    found.say("REST requests", f"{len(requests):,}, against {by}: {len(refused)}")
    found.wrong.extend(dict.fromkeys(refused))


def _process(evening: Evening, found: Figures) -> None:
    for number, (first, last) in enumerate(evening.measured, start=1):
        grown = last.resident - first.resident
        charts = sum(last.children.values()) / _MEGABYTE
        found.say(
            f"memory of process {number}",
            f"{first.resident / _MEGABYTE:.1f} MB after {evening.scale.first} rolls, "
            f"{last.resident / _MEGABYTE:.1f} MB at its end ({grown / _MEGABYTE:+.1f}), "
            f"peak {last.peak / _MEGABYTE:.1f} MB; drawing charts beside it {charts:.0f} MB",
        )
        found.expect(grown <= MEMORY_BYTES, f"memory has grown by {grown / _MEGABYTE:.1f} MB")
        leaked = last.tasks - first.tasks
        found.expect(not leaked, f"tasks left over: {dict(leaked)}")
    first, last = evening.measured[-1]
    found.say("tasks at the end", f"{last.tasks.total()}; after the first rolls {first.tasks.total()}")
    found.say("threads at the end", f"{last.threads}; after the first rolls {first.threads}")
    found.say("files and connections", _counted(last.files.elements()))
    if silent := evening.in_silence:
        found.say("after half a minute of silence", _counted(silent.files.elements()))
        found.expect(silent.files["TCP"] == 1, "there is more than the gateway's connection")
    found.say("SIGTERM", f"ended in {evening.stopping_seconds:.2f} s, exit status {evening.exit_status}")
    found.expect(evening.exit_status == 0, f"exit status {evening.exit_status}")
    found.expect(evening.stopping_seconds < STOP_SECONDS, "it did not stop in time")


def _log(evening: Evening, found: Figures) -> None:
    faults = evening.table.discord.rest.faults
    hit = [each for each in faults if not each.times]
    kinds = _counted(
        "broken line" if each.breaks else f"{each.status}{' after taking effect' * each.takes_effect}"
        for each in hit
    )
    found.say("faults of the REST API", f"{kinds}; {len(faults) - len(hit)} met nothing")
    logged = [line for output in evening.output for line in output.splitlines()]
    found.say("warnings logged", _counted(_event(line) for line in logged if "[warning" in line))
    for number, output in enumerate(evening.output, start=1):
        found.expect("Traceback" not in output, f"process {number} logged a traceback")
        found.expect(evening.table.discord.token not in output, f"process {number} printed its token")


def _is_answered(attempt: Attempt) -> bool:
    return attempt.interaction.callback is not None


def _visibility(attempt: Attempt) -> str:
    said = str(attempt.answers)
    if "Only the GM can see the result" in said:
        return "GM only"
    if "Only the player and the GM" in said:
        return "me and the GM"
    return "one person" if attempt.answers[0]["flags"] & 64 else "everyone"


def _most_shown(attempt: Attempt) -> int:
    # The player sees the result of a roll that the GM can see as well, and everyone sees that it was made.
    return 2 if _visibility(attempt) == "me and the GM" else 1


def _described(attempt: Attempt) -> str:
    interaction = attempt.interaction
    return (
        f"{attempt.kind} by {attempt.person.name}, process {attempt.life + 1}, {interaction.interaction_id}, "
        f"sent at {interaction.sent_at:.2f}, answered at {interaction.answered_at}"
    )


def _event(line: str) -> str:
    """Return what a line of the log is about, without what differs from time to time."""
    return " ".join(_DIGITS.sub("#", line.split("]", 1)[1].split("   ")[0]).split()[:6])


def _counted(things: Iterator[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in Counter(filter(None, things)).most_common())
