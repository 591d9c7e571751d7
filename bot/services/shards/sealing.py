"""Sessions at Discord's gateway as they are stored: encrypted, and useless without the bot's token."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_PURPOSE = b"dicewright: sessions at the gateway"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySession:
    """What it takes to resume a session: Discord then sends again what came after `sequence`."""

    shard: int
    shards: int
    """How many shards there were when it began, which decides which servers it is for."""
    session_id: str
    sequence: int
    address: str


class Seal:
    """Encrypts sessions with a key that follows from the bot's token, so that no other has to be set.

    >>> session = GatewaySession(shard=1, shards=4, session_id="id", sequence=9, address="wss://gateway")
    >>> Seal("token").opened(Seal("token").closed(session)) == session
    True
    >>> Seal("another token").opened(Seal("token").closed(session)) is None
    True
    """

    def __init__(self, token: str) -> None:
        self._token = token

    def prepare(self) -> None:
        """Make ready what takes a while when it is first needed."""
        _ = self._fernet

    def closed(self, session: GatewaySession) -> str:
        """Return a session as it is stored."""
        return self._fernet.encrypt(json.dumps(asdict(session)).encode()).decode()

    def opened(self, stored: str) -> GatewaySession | None:
        """Return a session that was stored; None where it was stored with another token."""
        from cryptography.fernet import InvalidToken

        try:
            return GatewaySession(**json.loads(self._fernet.decrypt(stored)))
        except InvalidToken:
            return None

    @cached_property
    def _fernet(self) -> Fernet:
        # Some megabytes that only processes that share shards need.
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        key = HKDF(SHA256(), _KEY_BYTES, salt=None, info=_PURPOSE).derive(self._token.encode())
        return Fernet(base64.urlsafe_b64encode(key))
