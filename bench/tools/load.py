"""Players who roll: one after the other, at a steady rate, or all at once."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from tests.support.fake_discord.payloads import GUILD_ID, PLAYER_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.support.fake_discord import FakeDiscord, Interaction

EXPRESSIONS = ("1d20+5", "4d6kh3", "1d20", "2d6+3", "2d20kh1+7", "1d8+4", "8d10>=8", "(2d6+3)*2-1d4")
GAMES = (
    "coc 55",
    "v5 7 h2 vs 3",
    "genesys yggpp",
    "sr 9 vs 3",
    "pbta 2",
    "fate 3",
    "yze 5 s3",
    "blades 3",
    "wod 7",
    "swade 8",
    "l5r5 3 s2",
    "cod 7",
)
SERVERS = 50
# Discord accepts no answer after three seconds, and nobody waits longer.
_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """Players at many tables. Each roll is by somebody who hasn't rolled before in this process."""

    discord: FakeDiscord
    texts: tuple[str, ...] = EXPRESSIONS
    """What they roll, in turn."""
    _numbers: Iterator[int] = field(default_factory=count)

    async def roll(self, *, late: float = 0.0) -> Interaction:
        """Let the next player send a roll, `late` seconds after it was due."""
        number = next(self._numbers)
        return await self.discord.slash(
            "roll",
            dice=self.texts[number % len(self.texts)],
            player_id=PLAYER_ID + number,
            guild_id=GUILD_ID + number % SERVERS,
            age=late,
        )

    def rolling(self, texts: tuple[str, ...]) -> Crowd:
        """Return the next people at the same tables, who roll something else."""
        return replace(self, texts=texts)

    def forget(self) -> None:
        """Forget all interactions so far: otherwise, the growing memory would distort the results."""
        self.discord.forget()


async def roll_in_turn(crowd: Crowd, rolls: int) -> None:
    """Send each roll when the one before it is answered."""
    for _ in range(rolls):
        await (await crowd.roll()).first_message(within=_PATIENCE_SECONDS)


async def roll_at_rate(crowd: Crowd, a_second: int, seconds: float) -> list[float]:
    """Send rolls at a steady rate, even if earlier ones are not answered; return the seconds to each answer.

    They count from when a roll was due: if it was sent late, its player had to wait.
    """
    loop = asyncio.get_running_loop()
    start = loop.time()
    sent = []
    for number in range(int(a_second * seconds)):
        due = start + number / a_second
        await asyncio.sleep(due - loop.time())
        sent.append(await crowd.roll(late=max(0.0, loop.time() - due)))
    return await _latencies(sent, _PATIENCE_SECONDS)


async def roll_at_once(crowd: Crowd, rolls: int, *, patience: float = _PATIENCE_SECONDS) -> list[float]:
    """Send all rolls at once; return the seconds to each answer, infinite if there was none."""
    return await _latencies([await crowd.roll() for _ in range(rolls)], patience)


async def _latencies(sent: Sequence[Interaction], patience: float) -> list[float]:
    async def latency(interaction: Interaction) -> float:
        try:
            await interaction.first_message(within=patience)
        except TimeoutError:
            return math.inf
        return interaction.latency

    return list(await asyncio.gather(*map(latency, sent)))
