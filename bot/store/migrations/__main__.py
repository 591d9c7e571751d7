"""`python -m bot.store.migrations`: bring the database whose address is on standard input up to date.

The address is not an argument because everybody on a machine can read the arguments of a process.
"""

from __future__ import annotations

import asyncio
import sys
import traceback

from sqlalchemy.engine import make_url

from bot.store.connection.failures import cause
from bot.store.migrations import migrate


def main() -> None:
    """Migrate; if that fails, the last line of standard error says why."""
    url = make_url(sys.stdin.readline().strip())
    try:
        asyncio.run(migrate(url))
    except Exception as error:
        traceback.print_exc()
        sys.exit(cause(error))


if __name__ == "__main__":
    main()
