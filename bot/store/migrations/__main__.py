"""`python -m bot.store.migrations`: bring the database whose address is on standard input up to date.

The address comes that way because everybody on a machine can read the arguments of a process.
"""

from __future__ import annotations

import asyncio
import sys

from sqlalchemy.engine import make_url

from bot.store.migrations import migrate

if __name__ == "__main__":
    asyncio.run(migrate(make_url(sys.stdin.readline().strip())))
