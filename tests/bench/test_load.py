"""Players who roll at a steady rate or all at once, at a Discord whose bot is scripted."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from typing import Any

import pytest

from bench.tools.load import EXPRESSIONS, Crowd, roll_at_once, roll_at_rate, roll_in_turn
from tests.support.fake_discord import Interaction


@dataclass(slots=True)
class ScriptedDiscord:
    """Answers a roll when its time has come, which it takes for each player from a list; inf is never."""

    times: list[float]
    rolls: list[dict[str, Any]] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    _answers: set[asyncio.Task[None]] = field(default_factory=set)

    async def slash(self, name: str, /, *, age: float, **options: Any) -> Interaction:
        assert name == "roll"
        number = len(self.rolls)
        self.rolls.append(options | {"late": age})
        interaction = Interaction(number, f"token-{number}", asyncio.get_running_loop().time() - age)
        seconds = self.times[number % len(self.times)]
        if seconds < math.inf:
            answer = asyncio.create_task(self._answer(interaction, seconds))
            self._answers.add(answer)
        return interaction

    async def _answer(self, interaction: Interaction, seconds: float) -> None:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(seconds)
        self.under_way -= 1
        interaction.answered_at = interaction.sent_at + seconds
        await interaction.note({})


def crowd(*times: float) -> tuple[ScriptedDiscord, Crowd]:
    discord = ScriptedDiscord(list(times))
    return discord, Crowd(discord)  # type: ignore[arg-type]  # it takes only rolls


async def test_each_roll_is_by_somebody_else_and_all_expressions_take_turns() -> None:
    discord, players = crowd(0.0)
    await roll_in_turn(players, 200)
    await roll_in_turn(players, 100)
    assert len({roll["player_id"] for roll in discord.rolls}) == 300
    assert len({roll["guild_id"] for roll in discord.rolls}) == 50
    assert [roll["dice"] for roll in discord.rolls[:9]] == [*EXPRESSIONS, EXPRESSIONS[0]]
    assert discord.most_under_way == 1


async def test_at_a_steady_rate_nobody_waits_for_others_and_lateness_counts() -> None:
    discord, players = crowd(1.0)
    latencies = await roll_at_rate(players, 100, 0.2)
    assert latencies == pytest.approx([1.0] * 20)
    assert discord.most_under_way == 20
    assert all(roll["late"] >= 0 for roll in discord.rolls)


async def test_all_at_once_tells_which_are_lost() -> None:
    discord, players = crowd(0.1, 0.2, math.inf)
    assert await roll_at_once(players, 3, patience=1.0) == pytest.approx([0.1, 0.2, math.inf])
    assert discord.most_under_way == 2
