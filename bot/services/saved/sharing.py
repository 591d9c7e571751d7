"""Sharing saved rolls and game systems by a code that another player types."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.services.saved.names import canonical_name, mentioned
from bot.services.user_error import UserError
from bot.store import saved_rolls, shares
from bot.store.shares import Share
from bot.texts import _
from dicewright import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.services.saved.saved import SavedMany, SavedRolls
    from bot.store.connection.database import Database
    from bot.store.saved_rolls import Owner

# Crockford's alphabet: no I, L, O and U, which are read as other letters and digits. Ten of its 32
# characters are 50 bits: at a million guesses a second, finding one of a thousand codes takes two weeks.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")
_LENGTH = 10
SHARE_DAYS = 30
_MOST_CODES = 50


def new_code() -> str:
    """Return a code that nobody can guess."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def shown_code(code: str) -> str:
    """Return a code as players write it.

    >>> shown_code("K7QM29XPTA")
    'K7QM2-9XPTA'
    """
    return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"


def read_code(written: str) -> str:
    """Return the code that a player wrote, whatever the case, and with letters taken for digits.

    >>> read_code(" k7qm2-9xpto ")
    'K7QM29XPT0'
    """
    return "".join(character for character in written.upper() if character.isalnum()).translate(_READ_AS)


class Sharing:
    """Shares copies of saved rolls: what the owner changes later does not change what was shared.

    A code is good for thirty days and any number of players. All methods raise StoreUnavailable.
    """

    def __init__(
        self,
        database: Database,
        saved: SavedRolls,
        *,
        now: Callable[[], datetime],
        new_code: Callable[[], str] = new_code,
    ) -> None:
        self._database = database
        self._saved = saved
        self._now = now
        self._new_code = new_code

    async def share(self, player_id: int, owner: Owner, name: str) -> Share:
        """Share a saved roll, with those of the same owner that it needs.

        Raises UserError if it is not there, or if too many codes of the player are still valid.
        """
        roll = await self._saved.find(owner, name)
        return await self._database.write(self._share, player_id, owner, roll.name)

    async def take(
        self, written_code: str, owner: Owner, *, replace: bool = False, server_id: int | None = None
    ) -> SavedMany:
        """Save what a code stands for. Raises UserError for a wrong or old code, or as `save_many`."""
        share = await self._found(written_code)
        if share.system_file is not None:
            raise UserError(_("This code is for a game system. Use it with /system add."))
        return await self._saved.save_many(owner, share.rolls, replace=replace, server_id=server_id)

    async def share_system(self, player_id: int, text: str) -> Share:
        """Share the file of a game system. Raises UserError if too many codes are still valid."""
        return await self._database.write(self._add, player_id, {}, text)

    async def system_file(self, written_code: str) -> str:
        """Return the file of a game system that a code stands for. Raises UserError as `take` does."""
        share = await self._found(written_code)
        if share.system_file is None:
            raise UserError(_("This code is for saved rolls. Use it with /saved import."))
        return share.system_file

    async def _found(self, written_code: str) -> Share:
        code = read_code(written_code)
        if len(code) != _LENGTH:
            raise UserError(
                _(
                    "A code has {most} letters and digits, such as {example}, and this one has {count}.",
                    most=_LENGTH,
                    example=shown_code("K7QM29XPTA"),
                    count=len(code),
                )
            )
        share = await self._database.read(shares.find, code, now=self._now())
        if share is None:
            raise UserError(
                _(
                    "The code {code} doesn't exist or has expired. Codes work for {days} days: "
                    "ask for a new one.",
                    code=shown_code(code),
                    days=SHARE_DAYS,
                )
            )
        return share

    def _share(self, connection: Connection, player_id: int, owner: Owner, name: str) -> Share:
        texts: dict[str, str] = {}
        pending = {name}
        while pending:
            found = saved_rolls.named(connection, [owner], pending)
            texts |= {roll.name: roll.text for roll in found}
            needed = {canonical_name(each) for roll in found for each in mentioned(roll.text, DEFAULT_LIMITS)}
            pending = needed - texts.keys() if found else set()
        return self._add(connection, player_id, texts, None)

    def _add(
        self, connection: Connection, player_id: int, texts: Mapping[str, str], system_file: str | None
    ) -> Share:
        now = self._now()
        if shares.number_of(connection, player_id, now=now) >= _MOST_CODES:
            raise UserError(
                _(
                    "You already share {most} codes. Each code expires after {days} days: try again later.",
                    most=_MOST_CODES,
                    days=SHARE_DAYS,
                )
            )
        share = Share(
            code=self._new_code(),
            player_id=player_id,
            rolls=texts,
            created_at=now,
            expires_at=now + timedelta(days=SHARE_DAYS),
            system_file=system_file,
        )
        shares.add(connection, share)
        return share
