"""What Discord's refusals mean, and describing them in one line without HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
ALREADY_ACKNOWLEDGED = 40060

# These happen on any server: messages and channels are deleted, and permissions taken away.
ORDINARY = frozenset({UNKNOWN_MESSAGE, UNKNOWN_CHANNEL, MISSING_ACCESS, MISSING_PERMISSIONS})

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|title|div|center|h1)\b", re.IGNORECASE)
_CLOUDFLARE = re.compile(r"\berror(?: code)?:?\s*(\d{4})\b", re.IGNORECASE)
_LONGEST = 200
_SERVER_ERRORS = 500


def is_refused(error: discord.DiscordException) -> bool:
    """Whether Discord has definitely not accepted an answer; its own failures leave that open."""
    if isinstance(error, discord.HTTPException):
        return error.status < _SERVER_ERRORS
    return isinstance(error, discord.InteractionResponded)


def is_outage(failure: BaseException) -> bool:
    """Whether Discord is down, or a server in front of it blocks everyone, so that all requests fail."""
    if isinstance(failure, discord.HTTPException):
        return failure.status >= _SERVER_ERRORS or _is_page(failure.text or "")
    return isinstance(failure, aiohttp.ClientError | OSError)


def described(failure: BaseException) -> dict[str, object]:
    """Return what to log about a failure. An outage is logged only once a minute."""
    return {"reason": reason_of(failure), "outage": is_outage(failure)}


def reason_of(failure: BaseException) -> str:
    """Return what went wrong in one line: for a refusal, the status and Discord's message.

    Web pages of proxies are left out, except for Cloudflare's error code.
    """
    if isinstance(failure, discord.RateLimited):
        return f"status 429: rate limited for {failure.retry_after:.0f} seconds"
    if isinstance(failure, aiohttp.ClientHttpProxyError):
        # Its own message shows the URL of the proxy, which may contain a password.
        return f"the proxy answers with status {failure.status}: {_line(failure.message)}"
    if isinstance(failure, aiohttp.ClientConnectorCertificateError):
        return f"the certificate cannot be trusted: {_line(str(failure.certificate_error))}"
    if not isinstance(failure, discord.HTTPException):
        return _line(str(failure)) or type(failure).__name__
    said = failure.text or ""
    if _is_page(said):
        found = _CLOUDFLARE.search(said)
        page = (
            f"Cloudflare error {found[1]}" if found else "a web page instead of an answer from Discord's API"
        )
        return f"status {failure.status}: {page}"
    code = f", code {failure.code}" if failure.code else ""
    return f"status {failure.status}{code}: {_line(said) or failure.response.reason or 'no reason given'}"


def seconds_to_wait(failure: discord.HTTPException) -> float | None:
    """Return how many seconds Discord, or Cloudflare in front of it, wants us to wait; None if unknown."""
    headers: Mapping[str, str] = failure.response.headers
    try:
        return max(0.0, float(headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _is_page(said: str) -> bool:
    return bool(_MARKUP.search(said) or _CLOUDFLARE.search(said))


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
