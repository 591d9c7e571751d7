"""What is stored of a player: all of it to take away, or gone at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.history.reader import COUNTED
from bot.store import fair, pads, personal_data, preferences, rolls, shares
from bot.store.preferences import PlayerSettings
from bot.store.rolls import own_rolls
from bot.store.saved_rolls import Owner
from bot.store.sheets import characters
from bot.store.systems import system_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.services.characters.characters import Characters
    from bot.services.fair.ledger import FairLedger
    from bot.services.guide.one_time import OneTimeHints
    from bot.services.history.writer import HistoryWriter
    from bot.services.rolls.suggestions import Suggestions
    from bot.services.saved.saved import SavedRolls
    from bot.services.settings.preferences import Preferences
    from bot.store.connection.database import Database
    from bot.store.fair import StoredEntry
    from bot.store.saved_rolls import SavedRoll
    from bot.store.shares import Share
    from bot.store.sheets.characters import Character, Spot
    from bot.store.systems.system_files import SystemFile

_BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """Everything that is stored of a player but the rolls made, which `PastRolls.each` yields."""

    settings: PlayerSettings
    saved: tuple[SavedRoll, ...]
    shares: tuple[Share, ...]
    system_files: tuple[SystemFile, ...]
    """The game systems that the player added to servers."""
    pads: tuple[str, ...]
    """What is put together on dice pads and not rolled yet."""
    characters: tuple[Character, ...]
    characters_in_use: Mapping[Spot, str]
    """The key of the character in use, by place."""
    hints: tuple[str, ...]
    """The kinds of one-time hints that the player has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How much is stored of a player."""

    rolls: int
    more_rolls: bool
    """Whether there are more than `rolls`, where counting ended."""
    saved: int
    shares: int
    system_files: int
    pads: int
    hints: int
    characters: int
    fair: int
    """Rolls and words in the records of verifiable rolls."""
    settings: bool


class Privacy:
    """Hands out and removes what is stored of a player. All methods raise StoreUnavailable."""

    def __init__(
        self,
        database: Database,
        history: HistoryWriter,
        saved: SavedRolls,
        preferences: Preferences,
        suggestions: Suggestions,
        ledger: FairLedger,
        hints: OneTimeHints,
        characters: Characters,
    ) -> None:
        self._database = database
        self._history = history
        self._saved = saved
        self._preferences = preferences
        self._suggestions = suggestions
        self._ledger = ledger
        self._hints = hints
        self._characters = characters

    async def data_of(self, player_id: int) -> PersonalData:
        """Return all but the rolls made."""
        return PersonalData(
            settings=await self._database.read(preferences.player, player_id),
            saved=await self._saved.of(Owner.player(player_id)),
            shares=tuple(await self._database.read(shares.of_player, player_id)),
            system_files=tuple(await self._database.read(system_files.of_player, player_id)),
            pads=tuple(await self._database.read(pads.of_player, player_id)),
            characters=tuple(await self._database.read(characters.all_of, player_id)),
            characters_in_use=await self._database.read(characters.in_use, player_id),
            hints=tuple(await self._database.read(preferences.hints_of, player_id)),
        )

    async def fair_entries_of(self, player_id: int) -> list[StoredEntry]:
        """Return what the records of verifiable rolls have of a player: rolls and words, in order."""
        await self._ledger.flush()
        return await self._database.read(fair.of_player, player_id)

    async def holdings(self, player_id: int) -> Holdings:
        """Return how much there is."""
        data = await self.data_of(player_id)
        await self._ledger.flush()
        number = await self._database.read(rolls.count, own_rolls(player_id), most=COUNTED + 1)
        return Holdings(
            rolls=min(number, COUNTED),
            more_rolls=number > COUNTED,
            saved=len(data.saved),
            shares=len(data.shares),
            system_files=len(data.system_files),
            pads=len(data.pads),
            hints=len(data.hints),
            characters=len(data.characters),
            fair=await self._database.read(fair.number_of_player, player_id),
            settings=data.settings != PlayerSettings(),
        )

    async def remove_all(self, player_id: int) -> int:
        """Remove everything of a player; return how many rows that were.

        It is gone from history, statistics and saved rolls when this returns. If the database goes
        away midway, what was removed is gone, and calling again removes the rest.
        """
        await self._history.forget(player_id)
        removed = await self._ledger.forget(player_id)
        removed += await self._database.write(personal_data.remove_all_else, player_id)
        while some := await self._database.write(personal_data.remove_rolls, player_id, limit=_BATCH):
            removed += some
        self._preferences.forget_player(player_id)
        self._saved.forget(Owner.player(player_id))
        self._characters.forget(player_id)
        self._suggestions.forget_player(player_id)
        self._hints.forget_player(player_id)
        return removed
