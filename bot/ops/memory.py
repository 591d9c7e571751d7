"""Memory: what large computations needed is given back, blocks to read into are small, garbage waits."""

from __future__ import annotations

import ctypes
import gc
from asyncio import selector_events, sslproto
from contextlib import suppress

# The constant in glibc's malloc.h, and glibc's default.
_MMAP_THRESHOLD = -3
_BYTES = 128 * 1024

# More than an event of the gateway or an answer has, and four times what TLS puts in a record.
_READ_BYTES = 64 * 1024

# Of new objects, those of some ten rolls; looking through them takes less than a millisecond.
_NEW_OBJECTS, _YOUNG_ROUNDS, _OLD_ROUNDS = 10_000, 20, 50


def give_back_large_blocks() -> None:
    """Make glibc return large blocks to the system when they are freed. Without glibc, do nothing.

    By default, glibc raises the threshold with each such block, up to 32 MB. After the odds of two dice with
    a million sides, the bot would permanently hold 16 MB more.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _BYTES)


def read_into_small_blocks() -> None:
    """Have asyncio read from connections into blocks that are no large ones.

    It makes room for 256 KB before each read, however little there is. A block of that size is a large one,
    and to get it from the system and give it back takes 13 microseconds, twice in each roll at the least.
    There is no setting for it.
    """
    selector_events._SelectorSocketTransport.max_size = _READ_BYTES  # type: ignore[attr-defined]  # see above
    sslproto.SSLProtocol.max_size = _READ_BYTES


def look_for_garbage_less_often() -> None:
    """Exempt everything loaded so far from garbage collection, and collect the rest less often.

    A full collection would pause the bot for 80 ms. A roll leaves hardly any reference cycles, but while a
    thousand are in progress, Python's default thresholds scan all of them again and again, which took a fifth
    of their time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG_ROUNDS, _OLD_ROUNDS)
