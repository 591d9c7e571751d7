"""An outage in the log: the first line at once, then one a minute."""

from __future__ import annotations

import logging

import pytest

from bot.ops.outage_log import OutageLog
from tests.support.clock import Clock


class Records(logging.Handler):
    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.lines: list[object] = []
        self.addFilter(OutageLog(clock))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.msg)


def record(message: object, name: str = "bot", level: int = logging.WARNING) -> logging.LogRecord:
    return logging.LogRecord(name, level, __file__, 1, message, (), None)


def event(number: int) -> logging.LogRecord:
    return record({"event": "not taken", "number": number, "outage": True})


def test_the_first_line_passes_and_then_one_a_minute_with_what_was_left_out() -> None:
    clock = Clock()
    log = Records(clock)
    for number in range(180):
        log.handle(event(number))
        clock.advance(seconds=1)
    assert log.lines == [
        {"event": "not taken", "number": 0},
        {"event": "not taken", "number": 60, "left_out": 59},
        {"event": "not taken", "number": 120, "left_out": 59},
    ]


@pytest.mark.parametrize(
    "other",
    [
        record({"event": "interaction gone", "outage": False}),
        record("shard ready"),
        record("resumed", "discord.gateway", logging.INFO),
        record("an error of ours", "bot", logging.ERROR),
        record("something else", "discord.client"),
    ],
    ids=lambda each: str(each.msg),
)
def test_what_is_no_outage_passes_always(other: logging.LogRecord) -> None:
    log = Records(Clock())
    for number in range(3):
        log.handle(event(number))
        log.handle(other)
    assert len(log.lines) == 4


@pytest.mark.parametrize("library", ["shard", "gateway", "http", "webhook.async_"])
def test_the_library_and_we_share_the_minute(library: str) -> None:
    clock = Clock()
    log = Records(clock)
    log.handle(event(1))
    log.handle(record("Attempting a reconnect in %.2fs", f"discord.{library}", logging.ERROR))
    clock.advance(seconds=60)
    log.handle(record("Connection lost", f"discord.{library}", logging.ERROR))
    assert log.lines == [
        {"event": "not taken", "number": 1},
        "Connection lost (1 other lines omitted)",
    ]
