"""A host of verifiable rolls without Discord or a database, which follows the scheme by the letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dicewright
from dicewright import verification as fair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dicewright.verification import Receipt, Roll, Session, Start

AT = "2026-11-27T20:{:02}:{:02}Z"
SERVER = "613425648685547541"
SECRET, SEAL_SECRET = bytes(range(32)), bytes(range(32, 64))
# One for all hosts, as working its tree out takes longer than most sessions.
SEALS = fair.Seals(SEAL_SECRET)


@dataclass
class Host:
    """A session in progress. The host is honest; tests tamper with the record."""

    session: int = 1
    secret: bytes = SECRET
    seals: fair.Seals = SEALS
    previous: str = ""
    entries: list[fair.Words | fair.Roll | fair.Removed | fair.End] = field(default_factory=list)
    contributed: str = ""
    turns: dict[str, int] = field(default_factory=dict)
    rolls: int = 0

    @property
    def start(self) -> Start:
        return fair.Start(SERVER, self.session, fair.commitment(self.secret), self.seals.root, self.previous)

    @property
    def link(self) -> str:
        return self.entries[-1].link if self.entries else self.start.link

    def _now(self) -> str:
        return AT.format(*divmod(len(self.entries) % 3600, 60))

    def words(self, player: str, words: str) -> None:
        at = self._now()
        self.contributed = fair.words_after(self.contributed, player, words)
        self.entries.append(fair.Words(player, words, at, fair.words_link(self.link, self.contributed, at)))

    def roll(
        self, player: str, text: str, *, sealed: bool = False, names: Mapping[str, str] | None = None
    ) -> Roll:
        """Record a roll; a sealed roll stays sealed."""
        self.rolls += 1
        turn = self.turns[player] = self.turns.get(player, 0) + 1
        notation = str(dicewright.parse(text, names=names or None))
        call = fair.Call(text, names or {}, notation)
        key = self.seals.key(self.rolls) if sealed else None
        at = self._now()
        link = fair.roll_link(
            self.link, self.rolls, player, turn, sealed=sealed, content=call.digest(key), at=at
        )
        seed = fair.roll_seed(key or self.secret, player, turn, self.contributed)
        roll = fair.Roll(self.rolls, player, turn, at, link, sealed, call=call, thrown=fair.throw(call, seed))
        self.entries.append(self.hidden(roll) if sealed else roll)
        self._made[self.rolls] = roll
        return roll

    _made: dict[int, Roll] = field(default_factory=dict)

    def hidden(self, roll: Roll) -> Roll:
        assert roll.call is not None
        content = roll.call.digest(self.seals.key(roll.number))
        return roll.replace(content=content, call=None, thrown=None)

    def opened(self, number: int) -> Roll:
        """Open a sealed roll: record it with its key, and return it."""
        opening = fair.Opening(self.seals.key(number).hex(), self.seals.path(number))
        roll = self._made[number].replace(opening=opening)
        place = next(
            at
            for at, entry in enumerate(self.entries)
            if isinstance(entry, fair.Roll) and entry.number == number
        )
        self.entries[place] = roll
        return roll

    def end(self, following: Host | None = None) -> None:
        at = self._now()
        commitment = fair.commitment(following.secret) if following else ""
        seals = following.seals.root if following else ""
        link = fair.end_link(self.link, self.rolls, commitment, seals, at)
        self.entries.append(fair.End(self.rolls, at, link, commitment, seals))

    def file(self, *, revealed: bool = True) -> Session:
        return fair.Session(self.start, tuple(self.entries), self.secret if revealed else None)

    def receipt(self, number: int, *, revealed: bool = True) -> Receipt:
        place = next(
            at
            for at, entry in enumerate(self.entries)
            if isinstance(entry, fair.Roll) and entry.number == number
        )
        words = tuple(entry for entry in self.entries[:place] if isinstance(entry, fair.Words))
        before = self.entries[place - 1].link if place else self.start.link
        roll = self.entries[place]
        assert isinstance(roll, fair.Roll)
        return fair.Receipt(self.start, words, before, roll, self.secret if revealed else None)
