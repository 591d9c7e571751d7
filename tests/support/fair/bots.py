"""Bots that share a database of verifiable rolls, without Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.fair.ledger import FairLedger
from bot.services.fair.receipts import Receipts
from bot.services.fair.secret_keys import SecretKeys
from bot.store.visibility import Visibility
from dicewright import verification
from dicewright.verification import Call, Session
from tests.support.clock import Clock
from tests.support.rolls import ANN, TAVERN

if TYPE_CHECKING:
    from bot.services.fair.sessions import FairRoll
    from bot.store.connection.database import Database
    from bot.store.fair_journal.journal import FairJournal

D20 = Call("1d20", {}, "1d20")
D1000 = Call("2d1000", {}, "2d1000")
NO_KEYS = SecretKeys(())


class Bot:
    """A stand-in for a separate process: a ledger that knows nothing of others on its database."""

    def __init__(self, database: Database, clock: Clock | None = None, keys: SecretKeys = NO_KEYS) -> None:
        self.clock = clock or Clock()
        self.database = database
        self.ledger = FairLedger(database, now=self.clock.now, keys=keys)
        self.receipts = Receipts(database, keys, flush=self.ledger.flush)

    @property
    def journal(self) -> FairJournal:
        """The journal beside its SQLite file."""
        found = self.ledger._servers._journal
        assert found is not None
        return found

    async def on(self, *, hours: int | None = None) -> None:
        assert await self.ledger.begin(server_id=TAVERN, channel_id=7, hours=hours)

    async def roll(
        self,
        interaction_id: int,
        *,
        player_id: int = ANN,
        visibility: Visibility = Visibility.EVERYONE,
        call: Call = D1000,
    ) -> FairRoll:
        found = await self.ledger.take(
            call, server_id=TAVERN, player_id=player_id, interaction_id=interaction_id, visibility=visibility
        )
        assert found
        return found

    async def say(self, words: str, interaction_id: int, player_id: int = ANN) -> None:
        await self.ledger.say(words, server_id=TAVERN, player_id=player_id, interaction_id=interaction_id)

    async def session(self, number: int | None = None) -> Session:
        file = await self.receipts.session_file(await self.receipts.ended(TAVERN, number))
        found = verification.read_json(file.content.decode())
        assert isinstance(found, Session)
        return found

    async def revealed(self) -> Session:
        await self.ledger.end(server_id=TAVERN, renew=True)
        return await self.session()
