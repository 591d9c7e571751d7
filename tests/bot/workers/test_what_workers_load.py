"""A worker may use forty megabytes, and the modules of the database or of Discord would take most of them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.commands.odds_answer import work_out, work_out_game
from bot.commands.odds_work import WORKER_LIMITS
from bot.presentation.charts import painter
from bot.presentation.dice import painter as dice_painter
from bot.services.luck.faces import count_faces
from bot.services.luck.games import rank_games
from bot.services.luck.ranking import rank
from bot.services.systems.file_check import check_file
from bot.services.systems.odds.forecast import success_of
from bot.workers.worker import Worker
from dicewright import DEFAULT_LIMITS
from tests.support.process import PROJECT
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CALLED = (work_out, work_out_game, count_faces, rank, rank_games, check_file, success_of)
DRAWN = (painter.draw_in_worker, dice_painter.draw_in_worker)
HEAVY = ("sqlalchemy", "discord", "aiohttp")


@pytest.mark.parametrize("function", [*CALLED, *DRAWN], ids=lambda each: f"{each.__module__}.{each.__name__}")
def test_neither_the_database_nor_discord(function: Callable[..., Any]) -> None:
    program = f"import sys, {function.__module__}\nprint(*sorted(sys.modules.keys() & {set(HEAVY)}))"
    options = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(options, cwd=PROJECT, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stdout.split() == []


async def test_many_dice_are_counted_within_the_memory_of_a_worker() -> None:
    rolls = [
        (f"{number}d6", {}, tuple(1 + face % 6 for face in range(number))) for number in (500, 499)
    ] * 100
    worker = Worker(WORKER_LIMITS)
    try:
        faces, counted = await worker.run(count_faces, rolls, DEFAULT_LIMITS)
    finally:
        await worker.close()
    assert (sum(faces.values()), counted) == (99_900, 200)
