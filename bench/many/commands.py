"""Commands sent at a steady rate, and a compact record of what happened to each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from bench.tools.load import EXPRESSIONS
from tests.support.fake_discord.payloads import GUILD_ID, PLAYER_ID
from tests.support.fake_discord.rest import ALREADY_ACKNOWLEDGED
from tests.support.fake_discord.sessions import shard_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.support.fake_discord import FakeDiscord, Interaction

# Discord takes no first answer after three seconds.
ANSWER_SECONDS = 3.0
# After this, nothing more happens to a command: even late attempts to answer it have been made.
_SETTLED_SECONDS = 12.0
_FORGET_EVERY_SECONDS = 2.0
# Coprime to any round number of servers, so that every server gets its turn.
_STRIDE = 7_919
_ONE_IN_PRIVATE = 100


def servers(number: int) -> tuple[int, ...]:
    """Return the ids of servers, spread evenly over any number of shards."""
    return tuple(GUILD_ID + (each << 22) for each in range(number))


@dataclass(frozen=True, slots=True)
class Command:
    """One command. All times are seconds by one clock."""

    interaction_id: int
    shard: int
    sent_at: float
    delivered_at: float | None = None
    """When it was first sent to a connected session; None if it never was."""
    answered_at: float | None = None
    """When Discord accepted the first answer."""
    worker: int | None = None
    """The process that answered it."""
    messages: int = 0
    """How many messages the player saw."""
    second_answers: int = 0
    """How many answers Discord refused because it already had one."""

    @property
    def missed(self) -> bool:
        """Whether it was delivered but not answered in time."""
        return self.delivered_at is not None and self.answered_at is None

    @property
    def latency(self) -> float:
        """Seconds from the command to its answer."""
        assert self.answered_at is not None, "not answered"
        return self.answered_at - self.sent_at


@dataclass(slots=True)
class Players:
    """People on many servers who roll once each, and the record of their commands."""

    discord: FakeDiscord
    servers: Sequence[int]
    commands: list[Command] = field(default_factory=list)
    """The settled ones, to which nothing more can happen."""
    latest: float = 0.0
    """The longest delay of a command, in seconds: this process was too busy to send it on time."""
    _open: dict[str, tuple[int, Interaction]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _sending: set[asyncio.Task[None]] = field(default_factory=set)

    async def roll_at_rate(self, a_second: float, seconds: float) -> int:
        """Send rolls at a steady rate, whether or not earlier ones are answered; return how many."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        number = 0
        while number < int(a_second * seconds):
            due = start + number / a_second
            if (wait := due - loop.time()) > 0:
                await asyncio.sleep(wait)
            # A process that hangs must not delay the commands of others.
            sending = asyncio.create_task(self._roll(late := max(0.0, loop.time() - due)))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)
            self.latest = max(self.latest, late)
            number += 1
        return number

    async def roll_in_turn(self, rolls: int) -> None:
        """Send each roll when the one before it is answered."""
        for _ in range(rolls):
            await (await self._send(0.0)).answer(within=ANSWER_SECONDS)

    async def settle_regularly(self) -> None:
        """Settle commands every few seconds, until cancelled."""
        while True:
            await asyncio.sleep(_FORGET_EVERY_SECONDS)
            self.settle()

    def settle(self, seconds: float = _SETTLED_SECONDS) -> None:
        """Record the commands that are older than this, and free their memory."""
        rest, now = self.discord.rest, asyncio.get_running_loop().time()
        for token, (shard, interaction) in list(self._open.items()):
            if now - interaction.sent_at < seconds:
                break
            self.commands.append(_record_of(interaction, shard))
            del self._open[token]
            rest.interactions.pop(token, None)
        # There are hundreds of thousands of requests, and nobody reads them.
        rest.requests.clear()
        rest.shown.clear()
        rest.messages.clear()

    def begin_again(self) -> None:
        """Forget all commands sent so far."""
        self.settle(0.0)
        self.commands.clear()
        self.latest = 0.0

    async def _roll(self, late: float) -> None:
        await self._send(late)

    async def _send(self, late: float) -> Interaction:
        number = next(self._numbers)
        private = number % _ONE_IN_PRIVATE == _ONE_IN_PRIVATE - 1
        server = self.servers[number * _STRIDE % len(self.servers)]
        sent = await self.discord.slash(
            "roll",
            dice=EXPRESSIONS[number % len(EXPRESSIONS)],
            player_id=PLAYER_ID + number,
            guild_id=server,
            context="bot_dm" if private else "guild",
            age=late,
        )
        shard = shard_of(None if private else server, self.discord.gateway.rules.shards)
        self._open[sent.token] = (shard, sent)
        return sent


def _record_of(interaction: Interaction, shard: int) -> Command:
    return Command(
        interaction.interaction_id,
        shard,
        interaction.sent_at,
        interaction.delivered_at,
        interaction.answered_at,
        interaction.answered_through,
        len(interaction.messages),
        interaction.refusals.count(ALREADY_ACKNOWLEDGED),
    )
