"""Verifiable rolls of two processes that share a server, while processes are killed: no number comes twice,
none is left out, and what was shown is what follows."""

from __future__ import annotations

import asyncio
import re
import signal
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.services.fair.ledger import FairLedger
from bot.services.fair.receipts import Receipts
from bot.services.fair.secret_keys import SecretKeys
from dicewright import verification
from tests.support.databases import opened
from tests.support.fake_discord import Person
from tests.support.fake_discord.payloads import GUILD_ID
from tests.support.process import bot_process
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord, Interaction
    from tests.support.process import BotProcess

MORGAN = Person(900_000_000_000_000_303, "morgan", 1 << 5)
KEY = "7Nw0hJkF0Y1kQe0t8o8T4o3q8rJ3o7n9Vxk2c1a5b6M="
MARK = re.compile(r"verifiable #(\d+) · ([0-9a-f]{8})$")
KILLS, ROLLS_BETWEEN = 2, 12


async def test_no_number_comes_twice_and_none_is_left_out(
    discord: FakeDiscord, tmp_path: Path, empty_address: str
) -> None:
    variables = {**discord.environment(), "DATABASE_URL": empty_address, "SECRETS_KEY": KEY}
    async with AsyncExitStack() as stack:

        async def another() -> BotProcess:
            sessions = len(discord.gateway.sessions)
            bot = await stack.enter_async_context(bot_process(variables, tmp_path))
            await discord.gateway.wait_for_sessions(sessions + 1)
            return bot

        bots = [await another()]
        on = await (await discord.slash("fair on", by=MORGAN)).first_message()
        assert "Commitment of session 1" in on["content"]
        # Each interaction reaches both, and both want to roll for it.
        bots.append(await another())
        asked: list[Interaction] = []
        for kill in range(KILLS):
            for number in range(ROLLS_BETWEEN):
                player_id = 100 * kill + number + 1
                asked.append(await discord.slash("roll", dice="1d1000000", player_id=player_id))
                if number == ROLLS_BETWEEN // 2:
                    # In the middle of whatever it is doing.
                    bots[kill % 2].send(signal.SIGKILL)
                    await bots[kill % 2].exit_status()
            await shown(asked[-1])
            bots[kill % 2] = await another()
        await shown(await discord.slash("roll", dice="1d1000000", player_id=999))
        messages = [message for each in asked for message in each.messages]
        for bot in bots:
            bot.send(signal.SIGTERM)
        assert [await bot.exit_status() for bot in bots] == [0, 0]
    async with opened(empty_address) as database:
        keys = SecretKeys([KEY])
        ledger = FairLedger(database, now=lambda: datetime.now(UTC), keys=keys)
        await ledger.end(server_id=GUILD_ID, renew=False)
        receipts = Receipts(database, keys)
        file = await receipts.session_file(await receipts.ended(GUILD_ID))
    session = verification.read_json(file.content.decode())
    assert isinstance(session, verification.Session)
    report = verification.check(session)
    assert (report.problems, report.status) == ((), 0)
    rolls = {roll.number: roll for roll in session.entries if isinstance(roll, verification.Roll)}
    assert len(messages) >= KILLS * (ROLLS_BETWEEN - 2), "most are answered, whichever is killed"
    numbers = [mark_of(message) for message in messages]
    assert len({number for number, _ in numbers}) == len(numbers)
    for message, (number, tag) in zip(messages, numbers, strict=True):
        roll = rolls[number]
        assert roll.link.startswith(tag)
        assert roll.thrown is not None
        assert message["embeds"][0]["description"].replace(",", "").startswith(f"# {roll.thrown.total}\n")
    # Nobody was asked to roll more often than the record has it.
    assert len(rolls) <= len(asked) + 1
    for bot in bots:
        assert "Traceback" not in bot.output
        assert session.secret is not None
        assert session.secret.hex() not in bot.output


async def shown(asked: Interaction) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        return await asked.first_message()


def mark_of(message: dict[str, Any]) -> tuple[int, str]:
    found = MARK.search(message["embeds"][0]["footer"]["text"])
    assert found
    return int(found[1]), found[2]
