"""Checks: each is run and reported, and the exit status says what to do."""

from __future__ import annotations

import pytest

from bot.ops.checks import run_checks
from bot.startup import StartupError


async def fine() -> str:
    return "all there"


async def out_of_reach() -> str:
    raise StartupError("It is out of reach.", exit_status=1)


async def wrong() -> str:
    raise StartupError("It is set wrong.", exit_status=2)


@pytest.mark.parametrize(
    ("checks", "lines", "status"),
    [
        ({}, [], 0),
        ({"a": fine, "b": fine}, ["a: OK, all there", "b: OK, all there"], 0),
        ({"a": out_of_reach, "b": fine}, ["a: It is out of reach.", "b: OK, all there"], 1),
        ({"a": wrong, "b": out_of_reach}, ["a: It is set wrong.", "b: It is out of reach."], 2),
        ({"a": out_of_reach, "b": wrong}, ["a: It is out of reach.", "b: It is set wrong."], 2),
    ],
)
async def test_checks(checks: dict, lines: list[str], status: int) -> None:
    said: list[str] = []
    assert await run_checks(checks, say=said.append) == status
    assert said == lines
