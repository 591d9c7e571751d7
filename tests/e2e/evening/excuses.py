"""What excuses that somebody was not answered, that a roll is not in the history, or that it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.evening.evening import Evening
    from tests.e2e.evening.table import Attempt

ANSWER_SECONDS = 3.0
# What bot/services/history/writer.py says may be lost: a tenth of a second and the write under way. The rest
# is for the way from the moment that Discord has the answer, which is measured here, to the one in which the
# bot knows.
_LOSS_SECONDS = 0.5
# When the database is there again, the bot asks for it within ten seconds at most.
_RETURN_SECONDS = 12.0
# Odds wait up to twenty seconds for a worker, which has five more, on a machine that may be busy.
_WORK_SECONDS = 25.0


def excuse(evening: Evening, attempt: Attempt) -> str:
    """Return what kept the bot from answering, if there was something."""
    sent = attempt.interaction.sent_at
    return next(
        (
            each.what
            for each in evening.interruptions
            if each.silences is not None and each.since - each.silences <= sent <= each.until
        ),
        "",
    )


def ended_at_work(evening: Evening, attempt: Attempt) -> bool:
    """Whether the process ended while it may still have worked on what it had deferred."""
    sent = attempt.interaction.sent_at
    return any(
        each.what in ("stop", "kill") and each.since - _WORK_SECONDS <= sent <= each.since
        for each in evening.interruptions
    )


def while_away(evening: Evening, attempt: Attempt) -> bool:
    """Whether the database was away, or the bot had not asked again whether it is."""
    sent, answered = attempt.interaction.sent_at, answered_at(attempt)
    return any(
        each.what == "database away" and each.since <= answered and sent <= each.until + _RETURN_SECONDS
        for each in evening.interruptions
    )


def shown_just_before_a_kill(evening: Evening, attempt: Attempt) -> bool:
    """Whether what was pressed was shown so late that a killed process could not keep its buttons' texts."""
    pressed = (attempt.interaction.message or {}).get("id")
    shown = next(each for each in evening.table.discord.rest.shown if each.message["id"] == pressed)
    return any(abs(killed_at - shown.at) <= loss_seconds(evening) for killed_at in evening.killed_at)


def just_before_a_kill(evening: Evening, attempt: Attempt) -> bool:
    """Whether an answer came within the time for which the kill of its process may lose rolls.

    One that was on its way at the kill arrives after it.
    """
    killed_at = dict(enumerate(evening.killed_at)).get(attempt.life)
    return killed_at is not None and killed_at - answered_at(attempt) <= loss_seconds(evening)


def loss_seconds(evening: Evening) -> float:
    """Return within how many seconds before a kill what was shown may be lost.

    On a machine where answers wait for their turn, so do writes.
    """
    interactions = [each.interaction for each in evening.table.attempts]
    late = sorted(each.latency for each in interactions if each.answered_at is not None)
    return _LOSS_SECONDS + late[len(late) * 95 // 100]


def answered_at(attempt: Attempt) -> float:
    """Return when an attempt that was answered was, by the clock of the loop."""
    assert attempt.interaction.answered_at is not None
    return attempt.interaction.answered_at
