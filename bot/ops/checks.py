"""Trying out what the bot needs, one thing after the other, in words for the person who hosts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping


async def run_checks(
    checks: Mapping[str, Callable[[], Awaitable[str]]], *, say: Callable[[str], None]
) -> int:
    """Run every check, say what each found, and return an exit status: 0 if all is fine.

    A check returns what it found, or raises StartupError, whose exit status counts; of several, the
    higher, so 2 (change a setting) before 1 (try again later).
    """
    status = 0
    for name, check in checks.items():
        try:
            say(f"{name}: OK, {await check()}")
        except StartupError as error:
            say(f"{name}: {error}")
            status = max(status, error.exit_status)
    return status
