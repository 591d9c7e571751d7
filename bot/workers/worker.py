"""A process for work that may take a lot of time or memory, to keep it out of the bot's own."""

from __future__ import annotations

import asyncio
import math
import os
import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

from bot.workers.pipe import OUT_OF_MEMORY, STARTED, framed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# Starting Python, and importing what the first request needs, on a busy machine.
_START_SECONDS = 30.0
_NEEDED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_PROJECT = Path(__file__).parents[2]


class WorkerFailed(Exception):
    """A worker could not answer and has been stopped.

    Attributes:
        reason: "too slow", "out of memory" or "broken".
        complaint: the last line that it wrote to its standard error, or why it could not be started.
    """

    def __init__(self, reason: str, complaint: str = "") -> None:
        super().__init__(reason, complaint)
        self.reason = reason
        self.complaint = complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """How much a request may use, and how long a process is kept.

    >>> WorkerLimits(seconds=2.0).megabytes
    0
    """

    seconds: float
    """How long a request may take after the process has read it."""
    megabytes: int = 0
    """How much memory it may use on top of Python itself, if the system supports a limit; 0: no limit."""
    kept_megabytes: int = 0
    """A process whose requests have used more than this is stopped, as it keeps much of it; 0: never."""
    idle_seconds: float = 60.0
    """How long the process is kept without a request."""


class Worker:
    """Calls functions in a separate process, one after another.

    The process starts with the first request and is stopped when it is idle. A function is found by its
    module and name; its arguments and its result must be picklable. `close` stops the process.
    """

    def __init__(self, limits: WorkerLimits) -> None:
        self._limits = limits
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether there is a process that is working on a request or waiting for one."""
        return self._process is not None and self._process.returncode is None

    async def run(self, function: Callable[[*Ts], T], *arguments: *Ts) -> T:
        """Return the function's result, or raise its error. Raises WorkerFailed."""
        request = framed(pickle.dumps((function, arguments)))
        async with self._turn:
            succeeded, value = await self._asked(request)
        if succeeded:
            returned: T = value
            return returned
        raise value

    async def close(self) -> None:
        """Stop the process, if there is one. The request in progress fails, as do those that wait."""
        self._closed = True
        self._kill()
        # The request in progress reads what is left of the process, and two can't read it at a time.
        async with self._turn:
            await self._end()

    async def _asked(self, request: bytes) -> tuple[bool, Any]:
        """Return whether a request succeeded, and its result or error."""
        if self._closed:
            raise WorkerFailed("broken", "it is closed")
        if self._ending:
            self._ending.cancel()
        try:
            succeeded, value, last = pickle.loads(await self._exchanged(request))  # noqa: S301 - our own process
        except TimeoutError:
            raise WorkerFailed("too slow", await self._end()) from None
        except (OSError, asyncio.IncompleteReadError) as failure:
            status = self._process and await self._status(self._process)
            complaint = await self._end() or type(failure).__name__
            raise WorkerFailed("out of memory" if status == OUT_OF_MEMORY else "broken", complaint) from None
        except BaseException:
            # Its answer would be mistaken for the one to the next request.
            await self._end()
            raise
        if last:
            await self._end()
        else:
            loop = asyncio.get_running_loop()
            self._ending = loop.call_later(self._limits.idle_seconds, self._let_end)
        return succeeded, value

    async def _exchanged(self, request: bytes) -> bytes:
        async with asyncio.timeout(_START_SECONDS):
            process = await self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(request)
            await process.stdin.drain()
            await process.stdout.readexactly(len(STARTED))
        async with asyncio.timeout(self._limits.seconds):
            length = int.from_bytes(await process.stdout.readexactly(8))
            return await process.stdout.readexactly(length)

    async def _started(self) -> asyncio.subprocess.Process:
        process = self._process
        if process is None or process.returncode is not None or _closed(process):
            await self._end()
            process = self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                # The image has only compiled files without docstrings.
                *(["-" + "O" * sys.flags.optimize] if sys.flags.optimize else []),
                "-m",
                "bot.workers",
                str(math.ceil(self._limits.seconds)),
                str(self._limits.megabytes),
                str(self._limits.kept_megabytes),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=_PROJECT,
                # The token and other settings are for the bot alone.
                env={name: os.environ[name] for name in _NEEDED if name in os.environ},
                # A Ctrl-C is for the bot, which then closes the pipe.
                start_new_session=True,
            )
            if self._closed:
                self._kill()
        return process

    def _let_end(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    @staticmethod
    async def _status(process: asyncio.subprocess.Process) -> int | None:
        """Return the exit status of a process whose pipe has closed; None if it doesn't exit."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                return await process.wait()
        return None

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _end(self) -> str:
        """Stop the process and return the last line of its standard error."""
        if self._ending:
            self._ending.cancel()
        self._kill()
        process, self._process = self._process, None
        if process is None:
            return ""
        _, complaints = await process.communicate()
        return complaints.decode(errors="replace").strip().rpartition("\n")[2]


def _closed(process: asyncio.subprocess.Process) -> bool:
    return process.stdin is None or process.stdin.is_closing()
