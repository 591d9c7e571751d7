"""Tracing the way of a roll through our files: those it enters, and its moves from one to another.

`python -m tests.support.trace` counts them for `/roll 4d6kh3 + 3`; with `--calls`, it also prints every call.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.services.rolls.rolling import RollingService
from tests.support.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_PROJECT = f"{Path(__file__).parents[2]}/"
_OURS = (f"{_PROJECT}bot/", f"{_PROJECT}dicewright/")
ROLL = "4d6kh3 + 3"
# The order matters: the first must find nothing in the caches of this process, and the second everything.
WAYS = (
    ("a new text, and no line about luck", False, False),
    ("a text that was rolled before, with that line", True, True),
)


@dataclass(slots=True)
class Way:
    """Calls of our functions, in order: the file and the name of each."""

    calls: list[tuple[str, str]] = field(default_factory=list)

    @property
    def files(self) -> set[str]:
        """The files that were entered."""
        return {file for file, _ in self.calls}

    @property
    def moves(self) -> int:
        """The number of calls to a function in another file than the previous one."""
        return sum(one != other for (one, _), (other, _) in pairwise(self.calls))


@contextmanager
def traced() -> Iterator[Way]:
    """Trace this task and those that it starts, but not tasks that were already running."""
    way = Way()
    others = asyncio.all_tasks() - {asyncio.current_task()}

    def entered(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        # Callbacks are part of no task: they report on threads that write, for which no player waits.
        if event == "call" and code.co_filename.startswith(_OURS):
            task = asyncio.current_task()
            if task is not None and task not in others:
                way.calls.append((code.co_filename.removeprefix(_PROJECT), code.co_qualname))

    sys.setprofile(entered)
    try:
        yield way
    finally:
        sys.setprofile(None)


async def way_of_a_roll(*, luck: bool = True, again: bool = False) -> Way:
    """Return the way of one `/roll`, with the system's dice, on a bot that has rolled other dice before.

    `luck` says whether the server shows luck under each roll, and `again` whether the bot has rolled the text
    before.
    """
    async with table(rolling=RollingService(), luck=True) as at:
        await at.services.preferences.change_server(at.server.id, luck=luck)
        # Warm up what is calculated once for all texts, or when a class is first used.
        for text in (*[ROLL] * again, "3d8kl2 + 1d4 - 1", "2d20"):
            await at.roll(text)
        with traced() as way:
            await at.roll(ROLL)
        return way


async def _print_ways(*, each_call: bool) -> None:
    for words, luck, again in WAYS:
        way = await way_of_a_roll(luck=luck, again=again)
        print(f"| {words} | {len(way.files)} | {way.moves} |")
        last = ""
        for file, name in way.calls if each_call else ():
            print(f"    {file if file != last else '':60} {name}")
            last = file


if __name__ == "__main__":
    asyncio.run(_print_ways(each_call="--calls" in sys.argv[1:]))
