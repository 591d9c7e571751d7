"""Keys that encrypt the secrets of verifiable rolls where they are stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.services.fair.secret_keys import SecretKeys
from bot.services.user_error import UserError
from bot.store import fair
from tests.support.fair.bots import Bot
from tests.support.rolls import TAVERN

if TYPE_CHECKING:
    from bot.store.connection.database import Database


KEY, OTHER = "7Nw0hJkF0Y1kQe0t8o8T4o3q8rJ3o7n9Vxk2c1a5b6M=", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA="


async def secret_of(database: Database) -> str:
    stored = await database.read(fair.session, TAVERN, 1)
    assert stored
    return stored.secret


async def test_a_key_encrypts_what_was_kept_without_one_and_can_be_changed(
    bot: Bot, database: Database
) -> None:
    await bot.on()
    first = await bot.roll(1)
    plain = await secret_of(database)
    assert plain.startswith("plain:")
    assert await Bot(database, keys=SecretKeys([KEY])).roll(1) == first
    encrypted = await secret_of(database)
    assert encrypted.startswith("fernet:")
    assert plain.removeprefix("plain:") not in encrypted
    assert await Bot(database, keys=SecretKeys([OTHER, KEY])).roll(1) == first
    assert await secret_of(database) != encrypted
    assert await Bot(database, keys=SecretKeys([OTHER])).roll(1) == first
    for keys in (SecretKeys(()), SecretKeys([KEY])):
        with pytest.raises(UserError, match="SECRETS_KEY"):
            await Bot(database, keys=keys).roll(2)
    session = await Bot(database, keys=SecretKeys([OTHER])).revealed()
    assert session.secret == bytes.fromhex(plain.removeprefix("plain:"))


async def test_a_secret_cannot_be_put_in_the_place_of_another(database: Database) -> None:
    keys = SecretKeys([KEY])
    bot = Bot(database, keys=keys)
    await bot.on()
    await bot.revealed()
    first, second = [await database.read(fair.session, TAVERN, number) for number in (1, 2)]
    assert first
    assert second
    await database.write(fair.set_secrets, replace(second, seal_secret=first.seal_secret))
    with pytest.raises(UserError, match="SECRETS_KEY"):
        await Bot(database, keys=keys).roll(1)
