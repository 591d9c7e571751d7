"""A bot that is forked does what one that is started does; only the start is quicker."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.support.hosts.forked_bots import ForkedBot
from tests.support.process import BOT, BotProcess, bot_process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord

# What does not begin with our interpreter is started and not forked.
STARTED = ("env", *BOT)


@pytest.mark.parametrize(
    ("arguments", "variables", "status", "said"),
    [
        (("--help",), {}, 0, "usage: python -m bot"),
        (("dance",), {}, 2, "Unknown command for python -m bot: 'dance'."),
        ((), {"LOG_LEVEL": "loud"}, 2, "The bot cannot start until this is fixed:"),
        # From the file in its folder.
        ((), {"LOG_LEVEL": "info"}, 2, "HISTORY_DAYS"),
    ],
    ids=["help", "unknown", "variable", "file"],
)
async def test_it_says_and_returns_the_same(
    arguments: Sequence[str], variables: Mapping[str, str], status: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("HISTORY_DAYS=soon\n")
    ended = []
    for command, forked in (((*BOT, *arguments), True), ((*STARTED, *arguments), False)):
        async with bot_process(variables, tmp_path, command) as bot:
            ended.append((await bot.exit_status(), bot))
            await bot.process.wait()
            assert isinstance(bot.process, ForkedBot) is forked
    assert [code for code, _ in ended] == [status, status]
    assert ended[0][1].output == ended[1][1].output
    assert said in ended[0][1].output


@pytest.mark.parametrize("command", [BOT, STARTED], ids=["forked", "started"])
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -signal.SIGKILL)]
)
@pytest.mark.usefixtures("tables")
async def test_signals_reach_it(
    command: Sequence[str], number: signal.Signals, status: int, discord: FakeDiscord, tmp_path: Path
) -> None:
    async with bot_process(discord.environment(), tmp_path, command) as bot:
        await discord.gateway.wait_for_sessions(1)
        await bot.line_with("shard ready")
        assert has_its_own_session(bot)
        assert (tmp_path / "data" / "dicewright.db").exists()
        bot.send(number)
        assert await bot.exit_status() == status
    assert bot.process.returncode == status


@pytest.mark.parametrize("name", ["LD_PRELOAD", "PYTHONPATH", "SSL_CERT_FILE"])
async def test_what_is_read_at_a_start_gets_a_start(name: str, tmp_path: Path) -> None:
    async with bot_process({name: ""}, tmp_path, (*BOT, "--help")) as bot:
        assert not isinstance(bot.process, ForkedBot)
        await bot.exit_status()


def has_its_own_session(bot: BotProcess) -> bool:
    pid = bot.process.pid
    return os.getsid(pid) == os.getpgid(pid) == pid
