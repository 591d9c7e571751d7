"""The drawing process: started when needed, ended when idle, and never a reason to wait forever."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.presentation.charts.model import Bar, Chart, Panel, Series
from bot.presentation.charts.painter import Painter
from bot.workers import worker as worker_module
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def chart(height: float = 0.5) -> Chart:
    return Chart((Panel((Series("", (Bar(0, 1, height),)),)),), "words")


@pytest.fixture
async def painter() -> AsyncIterator[Painter]:
    painter = Painter()
    yield painter
    await painter.close()


def children() -> set[int]:
    """Return the processes that this one has started."""
    lists = Path("/proc/self/task").glob("*/children")
    return {int(number) for each in lists for number in each.read_text().split()}


def token_in(process: int) -> bool:
    return "made-up-token" in Path(f"/proc/{process}/environ").read_text()


async def test_charts_are_drawn_one_after_another_by_one_process_and_remembered(painter: Painter) -> None:
    before = children()
    one, two, again = await asyncio.gather(painter(chart(0.5)), painter(chart(0.7)), painter(chart(0.5)))
    assert one is not None
    assert two is not None
    assert one.startswith(b"\x89PNG")
    assert two.startswith(b"\x89PNG")
    assert again is one
    assert one != two
    (drawing,) = children() - before
    await painter.close()
    assert drawing not in children()
    # What is remembered needs no process.
    assert await painter(chart(0.5)) is one
    assert children() == before


async def test_an_idle_process_ends_and_the_next_chart_gets_a_new_one() -> None:
    painter = Painter(idle=0.0)
    before = children()
    assert await painter(chart(0.5))
    await until(lambda: not children() - before)
    assert await painter(chart(0.7))
    await painter.close()


async def test_a_chart_that_cannot_be_drawn_is_none_and_the_next_one_is_drawn(painter: Painter) -> None:
    with capture_logs() as logs:
        broken = Chart((None,), "words")  # type: ignore[arg-type]
        assert await painter(broken) is None
    (event,) = logs
    assert event["event"] == "chart not drawn"
    assert "Error" in event["output"]
    assert await painter(chart())


async def test_drawing_that_takes_too_long_is_given_up() -> None:
    painter = Painter(patience=0.0)
    before = children()
    with capture_logs() as logs:
        assert await painter(chart()) is None
    assert [event["event"] for event in logs] == ["chart not drawn"]
    assert children() == before


async def test_a_caller_who_gives_up_does_not_leave_an_answer_for_the_next(painter: Painter) -> None:
    first = asyncio.create_task(painter(chart(0.5)))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    drawn = await painter(chart(0.7))
    assert drawn is not None
    assert drawn != await painter(chart(0.5))


async def test_a_python_that_does_not_start_is_no_chart(
    painter: Painter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(worker_module.sys, "executable", str(tmp_path / "no-python"))
    with capture_logs() as logs:
        assert await painter(chart()) is None
    assert logs[0]["output"] == "FileNotFoundError"


async def test_the_token_stays_with_the_bot(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "made-up-token")
    before = children()
    assert await painter(chart())
    (drawing,) = children() - before
    assert not token_in(drawing)
