"""Checking what the bot needs, one thing after the other, with results for the host of the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping


async def run_checks(
    checks: Mapping[str, Callable[[], Awaitable[str]]], *, say: Callable[[str], None]
) -> int:
    """Run every check, report each result, and return an exit status: 0 if all is well.

    A check returns its result, or raises StartupError with an exit status. The highest one counts, so 2
    (change a setting) takes precedence over 1 (try again later).
    """
    status = 0
    for name, check in checks.items():
        try:
            say(f"{name}: OK, {await check()}")
        except StartupError as error:
            say(f"{name}: {error}")
            status = max(status, error.exit_status)
    return status
