"""`python -m bot`: read the settings and run until stopped."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import structlog

from bot.app import run_bot
from bot.ops.logging import configure_logging
from bot.ops.shutdown import run_until_stopped
from bot.settings import SettingsError, load_settings
from bot.startup import StartupError


def main() -> int:
    """Run the bot; return 0 when asked to stop, 2 where a setting must change first, else 1."""
    try:
        settings = load_settings(os.environ, Path(".env"))
    except SettingsError as error:
        print("The bot cannot start until this is changed:", *error.problems, sep="\n  ", file=sys.stderr)
        return 2
    configure_logging(settings.log_level, stream=sys.stderr, secret=settings.discord_token)
    try:
        asyncio.run(run_until_stopped(run_bot(settings, say=_say)))
    except StartupError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 0
    except Exception:
        # Through the log and not by Python's own traceback, because the log blots out the token.
        structlog.stdlib.get_logger("bot").critical("the bot ended by an error of its own", exc_info=True)
        return 1
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
