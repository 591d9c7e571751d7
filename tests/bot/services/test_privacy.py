"""What is stored of a player: shown whole, and removed whole, from the waiting room too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.services.history import HistoryWriter
from bot.services.past_rolls import PastRolls
from bot.services.preferences import Preferences
from bot.services.privacy import PersonalData, Privacy
from bot.services.saved import SavedRolls
from bot.services.sharing import Sharing
from bot.store.preferences import PlayerSettings
from bot.store.rolls import own_rolls, public_rolls
from bot.store.saved_rolls import Owner
from tests.support.clock import Clock
from tests.support.rolls import ANN, BOB, TAVERN, a_roll

if TYPE_CHECKING:
    from bot.store.database import Database


class Bot:
    """The services that hold something of a player, as the bot wires them."""

    def __init__(self, database: Database) -> None:
        clock = Clock()
        self.history = HistoryWriter(database)
        self.saved = SavedRolls(database, now=clock.now, clock=clock)
        self.sharing = Sharing(database, self.saved, now=clock.now)
        self.preferences = Preferences(database, clock=clock)
        self.past = PastRolls(database)
        self.privacy = Privacy(database, self.history, self.saved, self.preferences)


@pytest.fixture
def bot(database: Database) -> Bot:
    return Bot(database)


async def leave_traces(bot: Bot, player_id: int) -> None:
    owner = Owner.player(player_id)
    await bot.saved.add(owner, "attack", "1d20")
    await bot.sharing.share(player_id, owner, "attack")
    await bot.preferences.change_player(player_id, compact=True)
    await bot.saved.known_to(player_id, TAVERN)
    for number in range(3):
        bot.history.record(a_roll(player_id * 10 + number, player_id=player_id))
    await bot.history.flush()


async def test_all_that_is_stored_is_shown(bot: Bot) -> None:
    await leave_traces(bot, ANN)
    await leave_traces(bot, BOB)
    data = await bot.privacy.data_of(ANN)
    assert data.settings == PlayerSettings(compact=True)
    assert [roll.name for roll in data.saved] == ["attack"]
    assert [share.rolls for share in data.shares] == [{"attack": "1d20"}]


async def test_removing_is_at_once_and_whole(bot: Bot) -> None:
    await leave_traces(bot, ANN)
    await leave_traces(bot, BOB)
    bot.history.record(a_roll(9, player_id=ANN))
    bot.history.record(a_roll(8, player_id=BOB))
    # Three rolls and one each of saved rolls, shares and settings; the roll that waited was no row yet.
    assert await bot.privacy.remove_all(ANN) == 6
    await bot.history.flush()
    assert await bot.privacy.data_of(ANN) == PersonalData(settings=PlayerSettings(), saved=(), shares=())
    assert await bot.preferences.player(ANN) == PlayerSettings()
    assert await bot.saved.known_to(ANN, TAVERN) == ()
    assert await bot.past.count(own_rolls(ANN)) == 0
    assert await bot.past.count(public_rolls(TAVERN)) == await bot.past.count(own_rolls(BOB)) == 4
    assert len(await bot.saved.known_to(BOB, TAVERN)) == 1
    assert await bot.privacy.remove_all(ANN) == 0


async def test_many_rolls_are_removed_in_parts(bot: Bot) -> None:
    for number in range(2_500):
        bot.history.record(a_roll(number))
    await bot.history.flush()
    assert await bot.privacy.remove_all(ANN) == 2_500
    assert await bot.past.count(own_rolls(ANN)) == 0
