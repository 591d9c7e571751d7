"""`python -m bot`: read the settings and run until stopped, or run one of the commands in `_USAGE`."""

from __future__ import annotations

import asyncio
import base64
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.ops.logging import configure_logging
from bot.ops.shutdown import run_until_stopped
from bot.settings import DATA_FOLDER, Settings, SettingsError, load_settings
from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Command = Callable[[Settings], Awaitable[int | None]]

_USAGE = """\
usage: python -m bot                 run the bot; without DISCORD_TOKEN, with a local Discord in your browser
       python -m bot check           check the settings, the database and the token
       python -m bot emojis          upload the dice emojis that replies show (a running bot does this itself)
       python -m bot backup FILE     write the bot's data to a new file
       python -m bot restore FILE    replace the bot's data with a backup; stop the bot first
       python -m bot new-key         print a key for SECRETS_KEY
       python -m bot --help

FILE may be - for standard output or input. The settings are the environment variables listed in
.env.example, and the .env file in the current folder. Exit status: 0 for success, 2 if something must be
changed first, 1 if trying again later may help."""

_KEY_BYTES = 32

log = structlog.stdlib.get_logger("bot")


def main() -> int:
    """Run the command in the arguments; return the exit status, as described in the usage."""
    level = "error"
    command: Command
    match sys.argv[1:]:
        case [*_, "--help" | "-h"] | ["help"]:
            print(_USAGE)
            return 0
        case []:
            command, level = _serve, ""
        case ["check"]:
            command = _check
        case ["emojis"]:
            command = _upload_emojis
        case ["backup", file] if not file.startswith("--"):
            command = partial(_back_up, file=file)
        case ["restore", file] if not file.startswith("--"):
            command = partial(_restore, file=file)
        case ["new-key"]:
            print(base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode())
            return 0
        case ["backup" | "restore" as name]:
            print(f"python -m bot {name} needs a file.\n\n{_USAGE}", file=sys.stderr)
            return 2
        case arguments:
            print(f"Unknown command for python -m bot: {' '.join(arguments)!r}.\n\n{_USAGE}", file=sys.stderr)
            return 2
    try:
        settings = load_settings(os.environ, Path(".env"))
    except SettingsError as error:
        print("The bot cannot start until this is fixed:", *error.problems, sep="\n  ", file=sys.stderr)
        return 2
    # Only the running bot logs; the other commands print sentences.
    configure_logging(
        level or settings.log_level,
        stream=sys.stderr,
        secret=settings.discord_token,
        as_json=settings.log_format == "json",
    )
    return _run(command, settings)


def _run(command: Command, settings: Settings) -> int:
    async def run() -> int:
        return await command(settings) or 0

    try:
        return asyncio.run(run())
    except StartupError as error:
        if command is _serve and settings.log_format == "json":
            log.critical("the bot cannot run", reason=str(error), exit_status=error.exit_status)
        else:
            print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 0 if command is _serve else 1
    except Exception:
        # Through the log and not as Python's own traceback, because the log removes the token.
        log.critical("the bot crashed", exc_info=True)
        return 1


async def _serve(settings: Settings) -> None:
    from bot.app import run_bot

    await run_until_stopped(run_bot(settings, say=_say))


async def _check(settings: Settings) -> int:
    from bot.app import check_bot

    return await check_bot(settings, say=_say)


async def _upload_emojis(settings: Settings) -> None:
    from bot.client import point_library_at
    from bot.discord_api.emojis.uploading import upload_all

    point_library_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)
    await upload_all(settings.discord_token, say=_say)


# A backup doesn't import discord.py, whose memory a bot running next to it may need.
async def _back_up(settings: Settings, *, file: str) -> None:
    from bot.ops.backup import run_backup

    await run_backup(settings.database_url, DATA_FOLDER, file, say=_say_aside)


async def _restore(settings: Settings, *, file: str) -> None:
    from bot.ops.backup import run_restore

    await run_restore(settings.database_url, DATA_FOLDER, file, say=_say_aside)


def _say(line: str) -> None:
    print(line, flush=True)


def _say_aside(line: str) -> None:
    # Standard output may be the backup itself.
    print(line, file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
