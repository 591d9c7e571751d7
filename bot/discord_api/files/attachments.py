"""Downloading what players attach to a command: from Discord's own hosts, and no more than is allowed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import Route

from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from discord.http import HTTPClient

_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
# Of the three within which Discord wants an answer; the rest is for what is done with the file.
_FILE_SECONDS = 1.5
# Nothing that the bot reads is larger.
_MOST_BYTES = 1_000_000
_OK = 200


class DownloadRefused(discord.DiscordException):
    """An attachment is at an address that is none of Discord's, or larger than any that the bot reads."""


async def downloaded(file: discord.Attachment, *, most_bytes: int) -> bytes:
    """Return the content of an attachment.

    Raises UserError where it has more bytes than that, is not one of Discord's, or cannot be downloaded.
    """
    if file.size > most_bytes:
        raise _too_large(file.size, most_bytes)
    try:
        async with asyncio.timeout(_FILE_SECONDS):
            content = await file.read()
    except (TimeoutError, discord.DiscordException, OSError):
        raise UserError(_("The file couldn't be downloaded from Discord. Try again.")) from None
    # What Discord says about a file is not what was downloaded.
    if len(content) > most_bytes:
        raise _too_large(len(content), most_bytes)
    return content


def guard_downloads(http: HTTPClient) -> None:
    """Let a client download only from Discord's hosts, follow no redirect, and stop at a megabyte."""

    async def get_from_cdn(url: str) -> bytes:
        check_address(url)
        async with (
            aiohttp.ClientSession(connector=http.connector, connector_owner=False) as session,
            session.get(url, allow_redirects=False, proxy=http.proxy) as response,
        ):
            if response.status != _OK:
                raise discord.HTTPException(response, None)
            return await _read(response)

    http.get_from_cdn = get_from_cdn  # type: ignore[method-assign]  # of this one client


def check_address(url: str) -> None:
    """Raise DownloadRefused unless an address is one of Discord's, or of the proxy that stands for its API.

    >>> check_address("https://cdn.discordapp.com/attachments/1/2/loot.txt")
    """
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname in _HOSTS and parts.port in (None, 443):
        return
    api = urlsplit(Route.BASE)
    if api.hostname != "discord.com" and (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
        return
    raise DownloadRefused


async def _read(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        content += chunk
        if len(content) > _MOST_BYTES:
            raise DownloadRefused
    return bytes(content)


def _too_large(size: int, most: int) -> UserError:
    return UserError(
        _(
            "This file is too large: it has {size} bytes, and up to {most} are allowed.",
            size=size,
            most=most,
        )
    )
