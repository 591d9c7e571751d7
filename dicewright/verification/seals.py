"""Keys of sealed rolls: committed to all together before the first roll, and each opened by itself."""

from __future__ import annotations

import hashlib
import hmac

from dicewright.verification.scheme import netstrings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = 12
MOST_ROLLS = 2**LEVELS
"""How many rolls a session has at most, because each number has a key in the tree."""


class Seals:
    """The keys under the numbers of a session, and the tree whose root commits to all of them.

    >>> seals = Seals(bytes(32))
    >>> seals.root[:16], root_of(41, seals.key(41), seals.path(41)) == seals.root
    ('5a642a85e71560f2', True)
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._levels: list[list[bytes]] = []

    @property
    def root(self) -> str:
        """What is published before the first roll; working the tree out takes about 10 ms."""
        return self._tree()[-1][0].hex()

    def key(self, number: int) -> bytes:
        """Return the key under a number."""
        return hmac.digest(self._secret, netstrings("key", number), "sha256")

    def path(self, number: int) -> tuple[str, ...]:
        """Return what shows that a key belongs to the root: the neighbor at each level, from the leaf up."""
        place = number - 1
        neighbors = []
        for level in self._tree()[:-1]:
            neighbors.append(level[place ^ 1].hex())
            place >>= 1
        return tuple(neighbors)

    def _tree(self) -> list[list[bytes]]:
        if not self._levels:
            level = [_leaf(self.key(number)) for number in range(1, MOST_ROLLS + 1)]
            self._levels = [level]
            while len(level) > 1:
                level = [_node(level[place], level[place + 1]) for place in range(0, len(level), 2)]
                self._levels.append(level)
        return self._levels


def root_of(number: int, key: bytes, path: Sequence[str]) -> str:
    """Return the root that a key has with this path, as hexadecimal digits; "" for a number beyond it.

    It is the root that was committed to only if the key is the one under this number.

    >>> len(root_of(1, bytes(32), ["00" * 32] * LEVELS))
    64
    """
    place, found = number - 1, _leaf(key)
    for neighbor in map(bytes.fromhex, path):
        found = _node(neighbor, found) if place & 1 else _node(found, neighbor)
        place >>= 1
    # Numbers that are a whole tree apart would else have the same key.
    return "" if place else found.hex()


# The first byte keeps a leaf from being read as a node, as in RFC 6962.
def _leaf(key: bytes) -> bytes:
    return hashlib.sha256(b"\0" + key).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
