"""What the bot and its workers write to each other."""

from __future__ import annotations

# What a worker writes when it has read a request and begins with it.
STARTED = b"\x01"
# The exit status of a worker whose request needed more memory than it may have.
OUT_OF_MEMORY = 3


def framed(message: bytes) -> bytes:
    """Return a message with its length in front of it.

    >>> framed(b"dice")[-6:]
    b'\\x00\\x04dice'
    """
    return len(message).to_bytes(8) + message
