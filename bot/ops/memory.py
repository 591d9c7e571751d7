"""Memory: giving back what one large computation needed."""

from __future__ import annotations

import ctypes
from contextlib import suppress

# Of glibc's malloc.h, and its own default.
_MMAP_THRESHOLD = -3
_BYTES = 128 * 1024


def give_back_large_blocks() -> None:
    """Have large blocks go back to the system when they are freed. Only glibc can be told; others are let be.

    glibc raises the size from which it does so with each such block, up to 32 MB. After the odds of two
    dice with a million sides, the bot would hold 16 MB more for ever.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _BYTES)
