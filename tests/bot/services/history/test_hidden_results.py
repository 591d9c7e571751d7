"""The result of a blind roll cannot be worked out: all that can be asked for is the same whatever it is."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.container import running_services
from bot.services.rolls.suggestions import Suggestions
from bot.store import rolls
from bot.store.rolls import own_rolls, public_rolls
from tests.support.databases import opened
from tests.support.hosts.workers import at_once
from tests.support.rolls import ANN, BOB, START, TAVERN, a_blind_roll, a_roll
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.services.container import Services
    from bot.store.connection.database import Database
    from bot.store.rolls import View

# A GM has the public views, like everybody: more they see only by Look.
PUBLIC: dict[str, View] = {
    "server": public_rolls(TAVERN),
    "player": public_rolls(TAVERN, player_id=ANN),
    "since": public_rolls(TAVERN, since=START),
    "search": public_rolls(TAVERN, search="1d20"),
    "total": public_rolls(TAVERN, search="20"),
    "others": own_rolls(BOB),
}
OWN: dict[str, View] = {
    "mine": own_rolls(ANN),
    "here": own_rolls(ANN, server_id=TAVERN),
    "my search": own_rolls(ANN, search="1d20"),
    "my total": own_rolls(ANN, search="20"),
}


class Everything:
    """All that players and GMs can ask the bot for, but Look."""

    def __init__(self, services: Services) -> None:
        self._services = services
        # The bot's own offer examples where the database does not answer at once, as on a busy machine.
        self._suggestions = Suggestions(
            services.saved, services.past, services.games, clock=time.monotonic, patience=PATIENCE
        )

    async def seen(self, views: dict[str, View]) -> dict[str, Any]:
        """Return all that these views show and count."""
        return {
            name: (
                await self._services.past.excerpt(view, limit=8),
                await self._services.past.excerpt(view, limit=1, before=(4, 0)),
                await self._services.past.excerpt(view, limit=1, after=(1, 0)),
                await self._services.past.count(view),
                await self._services.table.file(view, most_bytes=100_000),
                await self._services.table.file(view, most_bytes=600),
                await self._services.luck.luck(view),
                await self._services.fairness.fairness(view),
            )
            for name, view in views.items()
        }

    async def taken_away(self, player_id: int) -> Any:
        """Return what a player gets by /privacy, and what is offered to them while they type."""
        return (
            await self._services.personal.file(player_id, most_bytes=1_000_000),
            await self._services.privacy.holdings(player_id),
            await self._suggestions.suggest("", player_id, TAVERN, most=9, longest=99),
        )

    async def reveal(self) -> None:
        """Show the blind roll to all."""
        await self._services.blind_rolls.reveal("token4")


@asynccontextmanager
async def everything_on(address: str) -> AsyncIterator[tuple[Database, Everything]]:
    async with (
        opened(address) as database,
        running_services(database, run=at_once, now=lambda: START) as services,
    ):
        yield database, Everything(services)


def d20(number: int, face: int, *, blind: bool = False, **changes: Any) -> Any:
    make = a_blind_roll if blind else a_roll
    values = {"text": "1d20", "notation": "1d20", "total": str(face), "faces": (face,), **changes}
    return make(number, **values)


VISIBLE = [d20(1, 3), d20(2, 18), d20(3, 11, player_id=BOB), d20(5, 7)]


async def fill(database: Database, face: int | None) -> None:
    blind = [] if face is None else [d20(4, face, blind=True, note="Perception", message_id=44)]
    await database.write(rolls.record, VISIBLE + blind)


async def asked(address: str, face: int | None) -> dict[str, Any]:
    """Return all that can be asked for where the blind roll showed a face, or was never made."""
    async with everything_on(address) as (database, everything):
        await database.write(remove_rolls)
        await fill(database, face)
        public = await everything.seen(PUBLIC)
        own = await everything.seen(OWN)
        return {
            "public": public,
            "own": own,
            "mine": await everything.taken_away(ANN),
            "others": await everything.taken_away(BOB),
        }


def remove_rolls(connection: Any) -> None:
    from bot.store.tables import rolls as table

    connection.execute(table.delete())


@pytest.mark.parametrize("face", [1, 13, 20])
async def test_nobody_elses_view_depends_on_a_blind_roll_at_all(address: str, face: int) -> None:
    without, with_it = await asked(address, None), await asked(address, face)
    assert with_it["public"] == without["public"]
    assert with_it["others"] == without["others"]


async def test_not_even_the_players_own_view_depends_on_what_it_came_to(address: str) -> None:
    lowest, middle, highest = [await asked(address, face) for face in (1, 13, 20)]
    assert lowest == middle == highest
    excerpt, *_ = lowest["own"]["mine"]
    assert [(roll.interaction_id, roll.total) for roll in excerpt.rolls] == [
        (5, "7"),
        (4, None),
        (2, "18"),
        (1, "3"),
    ]


async def test_once_revealed_it_shows_everywhere(address: str) -> None:
    async with everything_on(address) as (database, everything):
        await fill(database, 20)
        await everything.reveal()
        # A search is for what was typed: 20 alone finds nothing before and after.
        for name in ("server", "player", "since", "search"):
            excerpt, _, _, _, table, _, luck, fairness = (await everything.seen(PUBLIC))[name]
            assert (4, "20") in [(roll.interaction_id, roll.total) for roll in excerpt.rolls]
            assert b",1d20 (20*),everyone," in table.content
            assert luck.best.roll.interaction_id == 4
            assert (20, 4 if name == "player" else 5) in fairness.waiting
        personal, *_ = await everything.taken_away(ANN)
        assert b'"total": 20' in personal.content


async def test_asking_at_the_very_moment_of_the_roll_tells_nothing(address: str) -> None:
    async with everything_on(address) as (database, everything):
        await fill(database, None)
        before = await everything.seen(PUBLIC)
        _, *answers = await asyncio.gather(
            fill(database, 20), everything.seen(PUBLIC), everything.seen(PUBLIC)
        )
        assert answers == [before, before]
