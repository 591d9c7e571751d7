"""Settings: the defaults, and each field on its own."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.store import preferences
from bot.store.preferences import PlayerSettings, ServerSettings
from bot.store.visibility import Visibility
from tests.support.rolls import ANN, DUNGEON, TAVERN

if TYPE_CHECKING:
    from bot.store.connection.database import Database

SERVER_CHANGES: dict[str, Any] = {
    "gm_role_id": 11,
    "gm_channel_id": 12,
    "results_channel_id": 2**63 - 1,
    "default_visibility": Visibility.ME_AND_GM,
    "compact": True,
    "buttons": False,
    "luck": False,
    "pictures": False,
    "history_days": 30,
    "fair": True,
    "systems": {"": ["dnd"], "7": ["coc", "pbta"]},
}
PLAYER_CHANGES: dict[str, Any] = {"compact": False, "luck": True, "pictures": False, "systems": ["coc"]}


async def test_without_settings_the_defaults_hold(database: Database) -> None:
    assert await database.read(preferences.server, TAVERN) == ServerSettings()
    assert await database.read(preferences.player, ANN) == PlayerSettings()


@pytest.mark.parametrize("field", SERVER_CHANGES)
async def test_each_setting_of_a_server(database: Database, field: str) -> None:
    changed = replace(ServerSettings(), **{field: SERVER_CHANGES[field]})
    assert changed != ServerSettings()
    await database.write(preferences.set_server, TAVERN, changed)
    assert await database.read(preferences.server, TAVERN) == changed
    assert await database.read(preferences.server, DUNGEON) == ServerSettings()
    await database.write(preferences.set_server, TAVERN, ServerSettings())
    assert await database.read(preferences.server, TAVERN) == ServerSettings()


@pytest.mark.parametrize("field", PLAYER_CHANGES)
async def test_each_setting_of_a_player(database: Database, field: str) -> None:
    changed = replace(PlayerSettings(), **{field: PLAYER_CHANGES[field]})
    await database.write(preferences.set_player, ANN, changed)
    assert await database.read(preferences.player, ANN) == changed


def test_no_setting_is_forgotten_here() -> None:
    assert {field.name for field in fields(ServerSettings)} == SERVER_CHANGES.keys()
    assert {field.name for field in fields(PlayerSettings)} == PLAYER_CHANGES.keys()
