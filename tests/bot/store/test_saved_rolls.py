"""Saved rolls by owner and name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.store import saved_rolls
from bot.store.saved_rolls import Owner, SavedRoll
from tests.support.rolls import ANN, BOB, START

if TYPE_CHECKING:
    from bot.store.connection.database import Database

# A server with the same id as a player is another owner.
PLAYER, OTHER, SERVER = Owner.player(ANN), Owner.player(BOB), Owner.server(ANN)


def saved(name: str, text: str = "1d20", owner: Owner = PLAYER, minutes: int = 0, uses: int = 0) -> SavedRoll:
    at = START + timedelta(minutes=minutes)
    return SavedRoll(owner=owner, name=name, text=text, created_at=at, updated_at=at, uses=uses)


async def test_each_owner_has_their_own(database: Database) -> None:
    mine, theirs, ours = saved("attack"), saved("attack", "2d6", OTHER), saved("attack", "3d8", SERVER)
    await database.write(saved_rolls.put, [mine, theirs, ours, saved("bow")])
    assert await database.read(saved_rolls.all_of, [PLAYER]) == [mine, saved("bow")]
    assert await database.read(saved_rolls.all_of, [SERVER]) == [ours]
    assert await database.read(saved_rolls.named, [PLAYER, SERVER], ["attack"]) == [mine, ours]
    assert await database.read(saved_rolls.named, [OTHER], ["bow"]) == []
    assert await database.read(saved_rolls.number_of, PLAYER) == 2


async def test_saving_again_changes_the_text_and_keeps_age_and_uses(database: Database) -> None:
    await database.write(saved_rolls.put, [saved("attack")])
    await database.write(saved_rolls.count_uses, PLAYER, ["attack", "nothing"])
    await database.write(saved_rolls.put, [saved("attack", "1d20+1", minutes=5)])
    (found,) = await database.read(saved_rolls.all_of, [PLAYER])
    assert found == SavedRoll(
        owner=PLAYER,
        name="attack",
        text="1d20+1",
        created_at=START,
        updated_at=START + timedelta(minutes=5),
        uses=1,
    )


async def test_removing(database: Database) -> None:
    await database.write(saved_rolls.put, [saved("attack"), saved("attack", owner=OTHER)])
    assert await database.write(saved_rolls.remove, PLAYER, "attack") is True
    assert await database.write(saved_rolls.remove, PLAYER, "attack") is False
    assert await database.read(saved_rolls.all_of, [OTHER]) == [saved("attack", owner=OTHER)]
