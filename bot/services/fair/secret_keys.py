"""How secrets are kept: encrypted with the operator's key, or in plain text without one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN, _ENCRYPTED = "plain:", "fernet:"


class KeyMissing(Exception):
    """A secret was encrypted with a missing key, or belongs to another session."""


class SecretKeys:
    """Encrypts secrets with the first of these keys, and decrypts them with any of them.

    Each encrypted secret includes its owner, so that it cannot be swapped for another.

    >>> keys = SecretKeys(())
    >>> keys.unlocked(keys.locked(bytes(32), "1:1:secret"), "1:1:secret") == bytes(32)
    True
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)

    def locked(self, secret: bytes, whose: str) -> str:
        """Return a secret as it is kept."""
        if not self._keys:
            return _PLAIN + secret.hex()
        token: bytes = self._fernet.encrypt(f"{whose}:{secret.hex()}".encode())
        return _ENCRYPTED + token.decode()

    def unlocked(self, kept: str, whose: str) -> bytes:
        """Return a secret that is kept. Raises KeyMissing."""
        if kept.startswith(_PLAIN):
            return bytes.fromhex(kept.removeprefix(_PLAIN))
        if not self._keys:
            raise KeyMissing
        from cryptography.fernet import InvalidToken

        try:
            decrypted = self._fernet.decrypt(kept.removeprefix(_ENCRYPTED).encode()).decode()
        except InvalidToken:
            raise KeyMissing from None
        name, _colon, secret = decrypted.rpartition(":")
        if name != whose:
            raise KeyMissing
        return bytes.fromhex(secret)

    def is_current(self, kept: str) -> bool:
        """Whether a secret is kept as it would be now."""
        if not self._keys or kept.startswith(_PLAIN):
            return bool(self._keys) != kept.startswith(_PLAIN)
        from cryptography.fernet import Fernet, InvalidToken

        try:
            Fernet(self._keys[0]).decrypt(kept.removeprefix(_ENCRYPTED).encode())
        except InvalidToken:
            return False
        return True

    @cached_property
    def _fernet(self) -> Any:
        # Five megabytes that only a bot with a key needs.
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(key) for key in self._keys])


def revealed(secret: bytes) -> str:
    """Return how a secret is kept once everybody may know it.

    >>> SecretKeys(()).unlocked(revealed(bytes(32)), "") == bytes(32)
    True
    """
    return _PLAIN + secret.hex()
