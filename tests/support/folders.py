"""Where tests keep their files: in memory if there is room, because a busy disk slows a database down."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - new folders are made in it, each with a name of its own
# A container has 64 MB by default, and a PostgreSQL server alone takes more.
_ROOM = 1 << 30


@cache
def fast_folder() -> Path:
    """Return the parent folder for temporary folders."""
    usable = _SHARED_MEMORY.is_dir() and os.access(_SHARED_MEMORY, os.W_OK)
    if usable and shutil.disk_usage(_SHARED_MEMORY).free >= _ROOM:
        return _SHARED_MEMORY
    return Path(tempfile.gettempdir())
