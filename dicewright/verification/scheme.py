"""The formulas of verifiable rolls: commitments, links of the chain, and the seed of each roll.

docs/verifiable-rolls.md says what they are for and has test vectors. Everything that is hashed is a list
of fields, each written as a netstring, so that no two lists are ever the same bytes.
"""

from __future__ import annotations

import hashlib
import hmac

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SECRET_BYTES = 32
"""The length of a secret, and of every key and seed."""

_VERSION = "1"


def netstrings(*fields: str | bytes | int) -> bytes:
    """Return fields as bytes, each as its length, a colon, its bytes and a comma; text is UTF-8.

    >>> netstrings("roll", 41, "⚔")
    b'4:roll,2:41,3:\\xe2\\x9a\\x94,'
    """
    written = bytearray()
    for field in fields:
        plain = field if isinstance(field, bytes) else str(field).encode()
        written += b"%d:%s," % (len(plain), plain)
    return bytes(written)


def commitment(secret: bytes) -> str:
    """Return what is published of a secret before the first roll: its SHA-256.

    >>> commitment(bytes(32))[:16]
    '66687aadf862bd77'
    """
    return hashlib.sha256(secret).hexdigest()


def start_link(server: str, session: int, committed: str, seals: str, previous: str) -> str:
    """Return the first link of a session's chain, which holds what was committed to.

    `previous` is the last link of the session before on the same server, or "".

    >>> start_link("1", 1, commitment(bytes(32)), "", "")[:16]
    'dd45315382ca18bc'
    """
    return _hash("session", _VERSION, server, session, committed, seals, previous)


def list_digest(systems: Iterable[str]) -> str:
    """Return what stands for the game systems of several rolls in one text: a digest of theirs, in order.

    Each is the SHA-256 of a system's file, or "" for dice notation.

    >>> list_digest(["", ""])[:16]
    'eab9e8cf80011f02'
    """
    return _hash("list", *systems)


def words_link(before: str, contributed: str, at: str) -> str:
    """Return the link at which a player set words; `contributed` is the digest of all words with these.

    >>> words_link("", words_after("", "7", "xyzzy"), "2026-11-27T20:00:00Z")[:16]
    '6c36e08d06a9c8e1'
    """
    return _hash("words", before, contributed, at)


def roll_link(
    before: str, number: int, player: str, turn: int, *, sealed: bool, content: str, at: str
) -> str:
    """Return the link at which a roll was asked for; nothing in it says the result of the roll.

    >>> roll_link("", 1, "7", 1, sealed=False, content="", at="2026-11-27T20:00:00Z")[:16]
    'de36bee383fc27b2'
    """
    return _hash("roll", before, number, player, turn, "sealed" if sealed else "open", content, at)


def end_link(before: str, rolls: int, next_commitment: str, next_seals: str, at: str) -> str:
    """Return the last link of a session, at which its secret was revealed and the next one committed to.

    Both are "" if no session follows.

    >>> end_link("", 0, "", "", "2026-11-27T20:00:00Z")[:16]
    '8274610f42f85c72'
    """
    return _hash("end", before, rolls, next_commitment, next_seals, at)


def words_after(digest: str, player: str, words: str) -> str:
    """Return the digest of all words set so far, once a player has set some; it begins as "".

    >>> words_after("", "7", "xyzzy")[:16]
    'a69a02a21ead2559'
    """
    return _hash("contributed", digest, player, words)


def content_digest(
    text: str, names: Mapping[str, str], notation: str, system: str = "", *, key: bytes | None = None
) -> str:
    """Return the digest of what was asked for: the text, what its names stood for, its canonical form.

    `system` is the digest of the file of a game system, or "". A sealed roll has its `key` in the digest,
    without which nobody can guess the text from it.

    >>> content_digest("d20", {}, "1d20")[:16]
    '5601c96cea08f3df'
    """
    pairs = [part for name in sorted(names) for part in (name, names[name])]
    asked = netstrings("content", text, notation, system, *pairs)
    if key is None:
        return hashlib.sha256(asked).hexdigest()
    return hmac.digest(key, asked, "sha256").hex()


def roll_seed(key: bytes, player: str, turn: int, words: str) -> bytes:
    """Return the seed of a roll, from which its dice follow by the rule of seeded rolls.

    Args:
        key: the session's secret; for a sealed roll, the key under its number.
        player: who rolls.
        turn: which of the player's rolls in this session it is, from 1.
        words: the digest of all words set before it.

    >>> roll_seed(bytes(32), "7", 1, "").hex()[:16]
    '8aed8a14631c99cf'
    """
    return hmac.digest(key, netstrings("seed", player, turn, words), "sha256")


def _hash(*fields: str | int) -> str:
    return hashlib.sha256(netstrings(*fields)).hexdigest()
