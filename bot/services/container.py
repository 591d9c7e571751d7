"""All services on one database, running: what the bot does, without Discord."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import dicewright
from bot.services.button_states import ButtonStates, Pads
from bot.services.characters.characters import Characters
from bot.services.fair.ledger import FairLedger
from bot.services.fair.receipts import Receipts
from bot.services.fair.secret_keys import SecretKeys
from bot.services.guide.one_time import OneTimeHints
from bot.services.history.reader import PastRolls
from bot.services.history.retention import Retention, RetentionRules
from bot.services.history.table import HistoryTable
from bot.services.history.writer import HistoryWriter
from bot.services.luck.fairness import FairnessService
from bot.services.luck.luck import LuckService
from bot.services.luck.percentiles import Percentiles
from bot.services.privacy.personal_file import PersonalFiles
from bot.services.privacy.privacy import Privacy
from bot.services.rate_limiter import RateLimiter
from bot.services.rolls.blind_rolls import BlindRolls
from bot.services.rolls.requests import Requests
from bot.services.rolls.rolling import RollingService
from bot.services.rolls.suggestions import Suggestions
from bot.services.saved.saved import SavedRolls
from bot.services.saved.sharing import Sharing
from bot.services.settings.preferences import Preferences
from bot.services.systems.answering import AnsweredRolls
from bot.services.systems.choosing import Choosing
from bot.services.systems.files import SystemFiles
from bot.services.systems.odds.later import LaterChances
from bot.services.systems.second_looks import SecondLooks
from bot.services.systems.server_games import ServerGames
from bot.store import rolls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.store.connection.database import Database
    from bot.store.connection.notices import Listener
    from bot.store.rolls import RecordedRoll
    from bot.workers.pool import Run


@dataclass(frozen=True, slots=True)
class Services:
    """What the bot does, without Discord."""

    rolling: RollingService
    games: ServerGames
    system_files: SystemFiles
    requests: Requests
    looks: SecondLooks
    answered: AnsweredRolls
    choosing: Choosing
    rate: RateLimiter
    """How often a player may roll, or have odds worked out."""
    reading: RateLimiter
    """How often a player may have something of their own shown."""
    history: HistoryWriter
    blind_rolls: BlindRolls
    preferences: Preferences
    saved: SavedRolls
    characters: Characters
    suggestions: Suggestions
    percentiles: Percentiles
    run: Run
    """Calls functions in workers."""
    luck: LuckService
    fairness: FairnessService
    past: PastRolls
    table: HistoryTable
    privacy: Privacy
    personal: PersonalFiles
    rules: RetentionRules
    sharing: Sharing
    pads: Pads
    states: ButtonStates
    fair: FairLedger
    receipts: Receipts
    hints: OneTimeHints
    now: Callable[[], datetime]


_now = partial(datetime.now, UTC)


@asynccontextmanager
async def running_services(
    database: Database,
    *,
    run: Run,
    rolling: RollingService | None = None,
    percentiles: Percentiles | None = None,
    rules: RetentionRules | None = None,
    keys: SecretKeys | None = None,
    listener: Listener | None = None,
    now: Callable[[], datetime] = _now,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncIterator[Services]:
    """Yield the services on a database, and write what is left of the history at the end.

    Meanwhile old rows are removed by the rules. `keys` encrypt secrets. With a `listener`, which the caller
    runs, changes by other processes are seen at once. `run` calls in workers what may
    take long. `now` gives the time, `clock` seconds that only grow.
    """
    rolling = rolling or RollingService()
    games = ServerGames(database, dicewright.systems(), clock=clock)
    saved = SavedRolls(database, now=now, clock=clock, games=games)
    characters = Characters(database, now=now, clock=clock)
    past = PastRolls(database)
    percentiles = percentiles or Percentiles(rolling.limits)
    preferences = Preferences(database, clock=clock)
    if listener is not None:
        for each in (saved, characters, preferences, games):
            each.listen(listener)
    suggestions = Suggestions(
        saved,
        past,
        games,
        characters=characters,
        clock=clock,
        limits=rolling.limits,
        later=LaterChances(run),
    )
    rules = rules or RetentionRules()
    keys = keys or SecretKeys(())
    ledger = FairLedger(database, now=now, keys=keys)
    hints = OneTimeHints(database)
    retention = Retention(database.in_background(), now=now, rules=rules)
    sender = database.sender(rolls.sent_first)
    async with (
        ledger.running(),
        retention.regularly(),
        HistoryWriter(database, sender=sender) as history,
    ):

        async def whole(interaction_id: int) -> RecordedRoll | None:
            return history.unwritten(interaction_id) or await past.whole(interaction_id)

        async def looked_at(interaction_id: int) -> bool:
            return history.has_second_look(interaction_id) or await past.has_second_look(interaction_id)

        looks = SecondLooks(games, whole, looked_at)
        privacy = Privacy(database, history, saved, preferences, suggestions, ledger, hints, characters)
        yield Services(
            rolling=rolling,
            games=games,
            system_files=SystemFiles(database, games, run, now=now),
            requests=Requests(rolling, saved, games, preferences, characters),
            choosing=Choosing(preferences),
            looks=looks,
            answered=AnsweredRolls(looks),
            rate=RateLimiter(clock),
            reading=RateLimiter(clock),
            history=history,
            blind_rolls=BlindRolls(database, history, now=now, flush_fair=ledger.flush),
            preferences=preferences,
            saved=saved,
            characters=characters,
            suggestions=suggestions,
            percentiles=percentiles,
            run=run,
            luck=LuckService(past, run, limits=rolling.limits, games=games),
            fairness=FairnessService(past, run, limits=rolling.limits),
            past=past,
            table=HistoryTable(past, limits=rolling.limits),
            privacy=privacy,
            personal=PersonalFiles(privacy, past, now=now),
            rules=rules,
            sharing=Sharing(database, saved, now=now),
            pads=Pads(database, now=now),
            states=ButtonStates(database, now=now),
            fair=ledger,
            receipts=Receipts(database, keys, limits=rolling.limits, games=games, flush=ledger.flush),
            hints=hints,
            now=now,
        )
