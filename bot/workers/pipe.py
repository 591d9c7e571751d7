"""The protocol between the bot and its workers."""

from __future__ import annotations

# A worker writes this when it has read a request and starts working on it.
STARTED = b"\x01"
# The exit status of a worker whose request ran out of memory.
OUT_OF_MEMORY = 3


def framed(message: bytes) -> bytes:
    """Return a message preceded by its length.

    >>> framed(b"dice")[-6:]
    b'\\x00\\x04dice'
    """
    return len(message).to_bytes(8) + message
