"""`python -m bot`: read the settings and run until stopped; `python -m bot check`: only try them out."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import structlog

from bot.app import check_bot, run_bot
from bot.ops.logging import configure_logging
from bot.ops.shutdown import run_until_stopped
from bot.settings import SettingsError, load_settings
from bot.startup import StartupError


def main() -> int:
    """Run or check the bot; return 0 where all went well, 2 where a setting must change first, else 1."""
    match sys.argv[1:]:
        case []:
            checking = False
        case ["check"]:
            checking = True
        case unknown:
            print(f"python -m bot knows only `check`, not {' '.join(unknown)!r}.", file=sys.stderr)
            return 2
    try:
        settings = load_settings(os.environ, Path(".env"))
    except SettingsError as error:
        print("The bot cannot start until this is changed:", *error.problems, sep="\n  ", file=sys.stderr)
        return 2
    # A check says in sentences what the log would say in its own way.
    level = "error" if checking else settings.log_level
    configure_logging(level, stream=sys.stderr, secret=settings.discord_token)
    try:
        if checking:
            return asyncio.run(check_bot(settings, say=_say))
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
