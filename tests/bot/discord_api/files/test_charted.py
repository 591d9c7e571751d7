"""Answers with charts: deferred first where the chart is not there at once, and never without the numbers."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest

from bot.discord_api.files.charted import ChartedAnswers
from bot.presentation.charts.model import Chart
from tests.support.painting import PICTURE

CHART = Chart((), "a chart")


class Response:
    """What an interaction was answered with, in order."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def is_done(self) -> bool:
        return bool(self.steps)

    async def defer(self, **_options: Any) -> None:
        self.steps.append("deferred")

    async def send_message(self, **message: Any) -> Any:
        self.steps.append("chart" if "file" in message else "numbers")
        return self

    message_id = 1


class Interaction:
    """An interaction of which only the answers matter."""

    command = guild_id = None
    id = 1

    def __init__(self) -> None:
        self.response = Response()

    async def edit_original_response(self, **message: Any) -> Any:
        self.response.steps.append("chart" if message.get("attachments") else "numbers")
        return self


async def steps(paint: Any, *, quick: float, patience: float) -> list[str]:
    interaction: Any = Interaction()
    await ChartedAnswers(paint, quick=quick, patience=patience).send(interaction, discord.Embed(), CHART)
    return list(interaction.response.steps)


def painter(turns: int, picture: bytes | None = PICTURE) -> Any:
    """Return what draws after the event loop has gone round this many times."""

    async def paint(_chart: Chart) -> bytes | None:
        for _ in range(turns):
            await asyncio.sleep(0)
        return picture

    return paint


@pytest.mark.parametrize(
    ("turns", "quick", "patience", "expected"),
    [
        (0, 60.0, 60.0, ["chart"]),
        # The process that draws is starting.
        (50, 0.0, 60.0, ["deferred", "chart"]),
        # It takes too long: the numbers do not wait for it.
        (50, 0.0, 0.0, ["deferred", "numbers", "chart"]),
    ],
)
async def test_an_answer_is_deferred_before_it_waits(
    turns: int, quick: float, patience: float, expected: list[str]
) -> None:
    assert await steps(painter(turns), quick=quick, patience=patience) == expected


async def test_a_chart_that_is_not_drawn_leaves_the_numbers() -> None:
    assert await steps(painter(50, None), quick=0.0, patience=60.0) == ["deferred", "numbers"]
    assert await steps(painter(0, None), quick=60.0, patience=60.0) == ["numbers"]
