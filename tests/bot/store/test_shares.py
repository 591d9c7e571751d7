"""Shares by their code, until they expire."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store import shares
from bot.store.shares import Share
from tests.support.rolls import ANN, BOB, START

if TYPE_CHECKING:
    from bot.store.connection.database import Database

HOUR = timedelta(hours=1)


def a_share(code: str, player_id: int = ANN, hours: int = 1) -> Share:
    return Share(
        code=code,
        player_id=player_id,
        rolls={"attack": "1d20 + @str", "str": "3"},
        created_at=START,
        expires_at=START + hours * HOUR,
    )


async def test_a_code_works_until_it_expires(database: Database) -> None:
    await database.write(shares.add, a_share("AAAA"))
    assert await database.read(shares.find, "AAAA", now=START) == a_share("AAAA")
    assert await database.read(shares.find, "AAAA", now=START + HOUR) is None
    assert await database.read(shares.find, "BBBB", now=START) is None


async def test_what_is_in_force_is_counted_and_what_is_not_is_removed(database: Database) -> None:
    for share in (a_share("AAAA"), a_share("BBBB", hours=3), a_share("CCCC", BOB)):
        await database.write(shares.add, share)
    assert await database.read(shares.number_of, ANN, now=START) == 2
    assert await database.read(shares.number_of, ANN, now=START + HOUR) == 1
    assert await database.write(shares.remove_expired, now=START + HOUR) == 2
    assert await database.read(shares.of_player, ANN) == [a_share("BBBB", hours=3)]


async def test_a_code_is_never_given_twice(database: Database) -> None:
    await database.write(shares.add, a_share("AAAA"))
    with pytest.raises(IntegrityError):
        await database.write(shares.add, a_share("AAAA", BOB))


def test_a_repr_does_not_tell_the_code() -> None:
    assert "SECRETCODE" not in repr(a_share("SECRETCODE"))
