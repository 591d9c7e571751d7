"""The bot as a separate process, as a self-hoster starts it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import documented_settings
from tests.support.folders import fast_folder
from tests.support.hosts.forked_bots import ForkedBot, can_fork, forks
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from tests.support.fake_discord import FakeDiscord

PROJECT = Path(__file__).parents[2]
BOT = (sys.executable, "-m", "bot")


@dataclass(slots=True)
class BotProcess:
    """A running `python -m bot` and what it has printed so far, on both streams."""

    process: asyncio.subprocess.Process | ForkedBot
    lines: list[str] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    async def read(self) -> None:
        """Read the output until it ends."""
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            async with self._changed:
                self.lines.append(line.decode().rstrip("\n"))
                self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()

    async def line_with(self, text: str, *, within: float = PATIENCE) -> str:
        """Return the first line that contains a text, as soon as it is printed."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: any(text in line for line in self.lines))
        return next(line for line in self.lines if text in line)

    async def exit_status(self, *, within: float = PATIENCE) -> int:
        """Return the exit status once the process has exited and all its output has been read."""
        return await asyncio.wait_for(self.process.wait(), within)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process and its children, as a terminal does."""
        os.killpg(self.process.pid, number)


@asynccontextmanager
async def bot_process(
    variables: Mapping[str, str],
    folder: Path = PROJECT,
    command: Sequence[str] = BOT,
    *,
    launcher: Sequence[str] = (),
) -> AsyncIterator[BotProcess]:
    """Start a bot with only these settings and yield it; it is stopped after the block.

    `launcher` is a program that runs the command, with options of its own.
    """
    settings = {setting.variable for setting in documented_settings()}
    inherited = {name: value for name, value in os.environ.items() if name not in settings}
    # A bot that is killed can't clean up after itself.
    scratch = tempfile.TemporaryDirectory(prefix="dicewright-test-", dir=fast_folder())
    environment = {
        **inherited,
        # The project is found by this path, so that another folder, with another .env, can be current.
        "PYTHONPATH": str(PROJECT),
        "TMPDIR": scratch.name,
        "PYTHONWARNINGS": "ignore::DeprecationWarning",
        # Compiling everything anew takes as long as the rest of a start.
        "PYTHONDONTWRITEBYTECODE": "",
        **variables,
    }
    process: asyncio.subprocess.Process | ForkedBot
    if tuple(command[: len(BOT)]) == BOT and can_fork(variables):
        process = await forks(*launcher).start(command[len(BOT) :], environment, folder)
    else:
        process = await asyncio.create_subprocess_exec(
            *launcher,
            *command,
            cwd=folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    bot = BotProcess(process)
    reader = asyncio.create_task(bot.read())
    try:
        yield bot
    finally:
        if process.returncode is None:
            bot.send(signal.SIGKILL)
        await process.wait()
        await reader
        scratch.cleanup()
        # If the test fails, pytest shows the bot's output.
        print(bot.output)


@asynccontextmanager
async def connected_bot(discord: FakeDiscord, folder: Path, **variables: str) -> AsyncIterator[BotProcess]:
    """Yield a bot that is connected to a Discord; in the end, it must not have logged a traceback."""
    sessions = len(discord.gateway.sessions)
    async with bot_process({**discord.environment(), **variables}, folder) as bot:
        await discord.gateway.wait_for_sessions(sessions + 1)
        yield bot
    assert "Traceback" not in bot.output
