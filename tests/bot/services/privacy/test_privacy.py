"""What is stored of a player: shown whole, and removed whole, from the waiting room too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.services.button_states import Pads
from bot.services.characters.characters import Characters
from bot.services.fair.ledger import FairLedger
from bot.services.guide.one_time import OneTimeHints
from bot.services.history.reader import COUNTED, PastRolls
from bot.services.history.writer import HistoryWriter
from bot.services.luck.fairness import FairnessService
from bot.services.luck.luck import LuckService
from bot.services.privacy.privacy import Holdings, PersonalData, Privacy
from bot.services.rolls.suggestions import Suggestions
from bot.services.saved.saved import SavedRolls
from bot.services.saved.sharing import Sharing
from bot.services.settings.preferences import Preferences
from bot.services.systems.server_games import ServerGames
from bot.store import rolls
from bot.store.connection.availability import CircuitBreaker
from bot.store.preferences import PlayerSettings
from bot.store.rolls import own_rolls, public_rolls
from bot.store.saved_rolls import Owner
from bot.store.sheets.characters import Spot
from bot.store.systems import system_files
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.hosts.workers import at_once
from tests.support.rolls import ANN, BOB, TAVERN, a_roll, a_system_file

if TYPE_CHECKING:
    from bot.store.connection.database import Database


class Bot:
    """The services that hold something of a player, as the bot wires them."""

    def __init__(self, database: Database) -> None:
        clock = Clock()
        self.database = database
        self.history = HistoryWriter(database)
        self.saved = SavedRolls(database, now=clock.now, clock=clock)
        self.sharing = Sharing(database, self.saved, now=clock.now)
        self.preferences = Preferences(database, clock=clock)
        self.past = PastRolls(database)
        self.suggestions = Suggestions(
            self.saved,
            self.past,
            ServerGames(database, dicewright.systems(), clock=clock),
            clock=clock,
            patience=10.0,
        )
        self.hints = OneTimeHints(database, patience=10.0)
        self.characters = Characters(database, now=clock.now, clock=clock)
        self.privacy = Privacy(
            database,
            self.history,
            self.saved,
            self.preferences,
            self.suggestions,
            FairLedger(database, now=clock.now),
            self.hints,
            self.characters,
        )
        self.pads = Pads(database, now=clock.now)
        self.luck = LuckService(self.past, at_once)
        self.fairness = FairnessService(self.past, at_once)


@pytest.fixture
def bot(database: Database) -> Bot:
    return Bot(database)


async def leave_traces(bot: Bot, player_id: int) -> None:
    owner = Owner.player(player_id)
    await bot.saved.add(owner, "attack", "1d20")
    await bot.sharing.share(player_id, owner, "attack")
    await bot.preferences.change_player(player_id, compact=True)
    await bot.database.write(system_files.put, a_system_file(player_id), older=9)
    await bot.saved.known_to(player_id, TAVERN)
    assert await bot.hints.about("8d10>7", player_id)
    mira = await bot.characters.put(player_id, "Mira", {"dex": "3"}, new=True)
    await bot.characters.use(player_id, mira.key, Spot(TAVERN))
    assert await bot.characters.values(player_id, TAVERN, None) == {"dex": "3", "dexterity": "3"}
    await bot.pads.change(77, player_id, lambda _: "1d6 + 1")
    for number in range(3):
        bot.history.record(a_roll(player_id * 10 + number, player_id=player_id))
    await bot.history.flush()
    assert await suggested(bot, player_id) == ["@attack", "2D6+1"]


async def suggested(bot: Bot, player_id: int) -> list[str]:
    """Return what is suggested before anything is typed, but for the examples that newcomers see."""
    found = await bot.suggestions.suggest("", player_id, TAVERN, most=9, longest=99)
    return [each.text for each in found if each.origin != "example"]


NOTHING = Holdings(
    rolls=0,
    more_rolls=False,
    saved=0,
    shares=0,
    system_files=0,
    pads=0,
    hints=0,
    characters=0,
    fair=0,
    settings=False,
)


async def test_all_that_is_stored_is_shown(bot: Bot) -> None:
    await leave_traces(bot, ANN)
    await leave_traces(bot, BOB)
    data = await bot.privacy.data_of(ANN)
    assert data.settings == PlayerSettings(compact=True)
    assert [roll.name for roll in data.saved] == ["attack"]
    assert [share.rolls for share in data.shares] == [{"attack": "1d20"}]
    assert data.pads == ("1d6 + 1",)
    assert data.hints == ("strict",)
    assert [(each.name, each.values) for each in data.characters] == [("Mira", {"dex": "3"})]
    assert data.characters_in_use == {Spot(TAVERN): "mira"}
    assert await bot.privacy.holdings(ANN) == Holdings(
        rolls=3,
        more_rolls=False,
        saved=1,
        shares=1,
        system_files=1,
        pads=1,
        hints=1,
        characters=1,
        fair=0,
        settings=True,
    )


async def test_where_counting_ends(bot: Bot, database: Database) -> None:
    await database.write(rolls.record, [a_roll(number) for number in range(COUNTED + 1)])
    held = await bot.privacy.holdings(ANN)
    assert (held.rolls, held.more_rolls) == (COUNTED, True)


async def test_removing_is_at_once_and_whole(bot: Bot) -> None:
    await leave_traces(bot, ANN)
    await leave_traces(bot, BOB)
    bot.history.record(a_roll(9, player_id=ANN))
    bot.history.record(a_roll(8, player_id=BOB))
    # Three rolls and one each of saved rolls, shares, game systems, pads, hints, characters, places where
    # one is in use, and settings.
    # What waited was no row yet.
    assert await bot.privacy.remove_all(ANN) == 11
    await bot.history.flush()
    assert await bot.privacy.data_of(ANN) == PersonalData(
        settings=PlayerSettings(),
        saved=(),
        shares=(),
        system_files=(),
        pads=(),
        hints=(),
        characters=(),
        characters_in_use={},
    )
    assert await bot.privacy.holdings(ANN) == NOTHING
    assert await suggested(bot, ANN) == []
    assert await bot.preferences.player(ANN) == PlayerSettings()
    assert await bot.saved.known_to(ANN, TAVERN) == ()
    assert await bot.characters.values(ANN, TAVERN, None) == {}
    assert await bot.characters.values(BOB, TAVERN, None) == {"dex": "3", "dexterity": "3"}
    assert await bot.past.count(own_rolls(ANN)) == 0
    assert await bot.past.count(public_rolls(TAVERN)) == await bot.past.count(own_rolls(BOB)) == 4
    assert len(await bot.saved.known_to(BOB, TAVERN)) == 1
    assert await suggested(bot, BOB) == ["@attack", "2D6+1"]
    assert await bot.privacy.remove_all(ANN) == 0
    assert [bool(await bot.hints.about("8d10>7", player_id)) for player_id in (ANN, BOB)] == [True, False]


async def test_many_rolls_are_removed_in_parts(bot: Bot) -> None:
    for number in range(2_500):
        bot.history.record(a_roll(number))
    await bot.history.flush()
    assert await bot.privacy.remove_all(ANN) == 2_500
    assert await bot.past.count(own_rolls(ANN)) == 0


async def test_no_figure_knows_of_the_rolls_any_more(bot: Bot) -> None:
    await leave_traces(bot, BOB)
    here = public_rolls(TAVERN)
    before = await bot.luck.luck(here), await bot.fairness.fairness(here)
    await leave_traces(bot, ANN)
    assert await bot.luck.luck(here) != before[0]
    assert await bot.fairness.fairness(here) != before[1]
    await bot.privacy.remove_all(ANN)
    assert (await bot.luck.luck(here), await bot.fairness.fairness(here)) == before
    assert (await bot.luck.luck(own_rolls(ANN))).rolls == 0


async def test_nothing_removed_is_suggested_from_memory_while_the_database_is_away(address: str) -> None:
    breaker = CircuitBreaker(lambda: 0.0)
    async with opened(address, breaker=breaker) as database:
        bot = Bot(database)
        await leave_traces(bot, ANN)
        await leave_traces(bot, BOB)
        await bot.privacy.remove_all(ANN)
        breaker.failed()
        assert await suggested(bot, ANN) == []
        assert await bot.preferences.player(ANN) == PlayerSettings()
        assert await suggested(bot, BOB) == ["@attack", "2D6+1"]
