"""Logging in with a token, and explaining failures to the host of the bot."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord.http import Route

from bot.discord_api.http.proxy import proxy_for, way_to
from bot.discord_api.refusals import reason_of, seconds_to_wait
from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_AUTHENTICATION_FAILED = 4004
_REFUSAL = (
    "Discord does not accept the token in DISCORD_TOKEN. "
    "Copy it again from the Bot page of your application, or reset it there."
)


@contextlib.asynccontextmanager
async def logged_in(token: str) -> AsyncIterator[discord.Client]:
    """Yield a client that can use Discord's API but doesn't connect to the gateway. Raises StartupError."""
    if not token:
        raise StartupError(
            "DISCORD_TOKEN is not set. Without it, the bot can only run the local Discord.", exit_status=2
        )
    with failures_explained():
        async with discord.Client(intents=discord.Intents.none(), proxy=proxy_for(Route.BASE)) as client:
            await log_in(client, token)
            yield client


async def check_token(token: str) -> str:
    """Log in and out again, and return as whom. Raises StartupError as `logged_in` does."""
    async with logged_in(token) as client:
        return f"logged in as {client.user}"


async def log_in(client: discord.Client, token: str) -> None:
    """Log in with a token. Raises StartupError, and discord.py's errors."""
    try:
        await client.login(token)
    except (KeyError, TypeError):
        # discord.py takes any response with status 200 for what it asked for, even a web page.
        raise StartupError(
            f"The server at {way_to(Route.BASE)} is not Discord's API. Check the connection, and "
            "DISCORD_API_URL if it is set.",
            exit_status=1,
        ) from None


def _refused(refusal: discord.HTTPException) -> str:
    """Explain a refusal that has nothing to do with the token, and what to do about it."""
    seconds = seconds_to_wait(refusal)
    when = "later" if seconds is None else f"in {seconds:,.0f} seconds, not sooner"
    return f"Discord refused the bot at {Route.BASE}: {reason_of(refusal).rstrip('.')}. Try again {when}."


def _unreachable(failure: Exception) -> str:
    advice = (
        "If a proxy inspects TLS traffic, set SSL_CERT_FILE to a file with its certificate authority."
        if isinstance(failure, aiohttp.ClientConnectorCertificateError)
        else "Check the connection and try again."
    )
    return f"Discord cannot be reached at {way_to(Route.BASE)}: {reason_of(failure)}. {advice}"


@contextlib.contextmanager
def failures_explained() -> Iterator[None]:
    """Turn refusals by Discord, and failures to reach it, into StartupErrors."""
    try:
        yield
    except discord.LoginFailure:
        raise StartupError(_REFUSAL, exit_status=2) from None
    except discord.ConnectionClosed as closed:
        if closed.code == _AUTHENTICATION_FAILED:
            raise StartupError(_REFUSAL, exit_status=2) from None
        raise StartupError(
            f"Discord closed the connection permanently (code {closed.code}).", exit_status=1
        ) from closed
    except discord.HTTPException as refusal:
        raise StartupError(_refused(refusal), exit_status=1) from None
    except discord.GatewayNotFound as failure:
        cause = failure.__cause__
        said = _refused(cause) if isinstance(cause, discord.HTTPException) else _unreachable(failure)
        raise StartupError(said, exit_status=1) from None
    except (OSError, aiohttp.ClientError) as failure:
        raise StartupError(_unreachable(failure), exit_status=1) from failure
