"""Having charts drawn without the bot waiting, or growing by the sixty megabytes that drawing takes."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

if TYPE_CHECKING:
    from typing import Protocol

    from bot.presentation.charts.model import Chart

    class Paint(Protocol):
        """Returns the picture of a chart as PNG, or None where it cannot be drawn."""

        async def __call__(self, chart: Chart, /) -> bytes | None:
            """Draw."""


log = structlog.stdlib.get_logger(__name__)

# Some two megabytes of pictures.
_MOST_REMEMBERED = 64
# The first one loads matplotlib, and on a new machine also lists all its fonts.
_PATIENCE_SECONDS = 30.0
_IDLE_SECONDS = 60.0
_NEEDED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_PROJECT = Path(__file__).parents[3]


class Painter:
    """Draws charts one after another in a process that starts with the first and ends when idle.

    A picture is remembered with its chart, which for odds is to say with the canonical notation and what
    was asked of it. `folder` is where matplotlib keeps what it has learnt about fonts. `close` ends the
    process.
    """

    def __init__(
        self, folder: Path, *, patience: float = _PATIENCE_SECONDS, idle: float = _IDLE_SECONDS
    ) -> None:
        # The process starts in another folder than this one may have been started in.
        self._folder = folder.resolve()
        self._patience = patience
        self._idle = idle
        self._known: LRUCache[Chart, bytes] = LRUCache(_MOST_REMEMBERED)
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._ending: asyncio.TimerHandle | None = None

    async def __call__(self, chart: Chart) -> bytes | None:
        """Return the picture of a chart as PNG, or None where drawing failed, which is logged."""
        async with self._turn:
            if chart not in self._known:
                try:
                    async with asyncio.timeout(self._patience):
                        self._known[chart] = await self._drawn(chart)
                except (OSError, TimeoutError, asyncio.IncompleteReadError) as failure:
                    log.warning("chart not drawn", reason=repr(failure), output=await self._end())
                    return None
                except BaseException:
                    # Its answer would be taken for that to the next chart.
                    await self._end()
                    raise
            return self._known[chart]

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._end()

    async def _drawn(self, chart: Chart) -> bytes:
        if self._ending:
            self._ending.cancel()
        process = await self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(pickle.dumps(chart))
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(4))
        picture = await process.stdout.readexactly(length)
        self._ending = asyncio.get_running_loop().call_later(self._idle, process.stdin.close)
        return picture

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None or self._closed(self._process):
            await self._end()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.presentation.charts",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=_PROJECT,
                env=_inherited() | {"MPLCONFIGDIR": str(self._folder)},
                # A Ctrl-C is for the bot, which then closes the pipe.
                start_new_session=True,
            )
        return self._process

    async def _end(self) -> str:
        """End the process and return the last line of what it complained about."""
        if self._ending:
            self._ending.cancel()
        process, self._process = self._process, None
        if process is None:
            return ""
        with suppress(ProcessLookupError):
            process.kill()
        _, complaints = await process.communicate()
        return complaints.decode(errors="replace").strip().rpartition("\n")[2]

    @staticmethod
    def _closed(process: asyncio.subprocess.Process) -> bool:
        return process.stdin is None or process.stdin.is_closing()


def _inherited() -> dict[str, str]:
    """Return what Python needs of the environment to start: the token and the rest are the bot's alone."""
    return {name: os.environ[name] for name in _NEEDED if name in os.environ}
