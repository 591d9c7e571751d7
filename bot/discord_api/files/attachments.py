"""Downloading attachments of commands: only from Discord's own hosts, and only up to a limit."""

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
# Discord wants an answer within three seconds, and the rest is for processing the file.
_FILE_SECONDS = 1.5
# No file that the bot reads is larger.
_MOST_BYTES = 1_000_000
_OK = 200


class DownloadRefused(discord.DiscordException):
    """An attachment is not on one of Discord's hosts, or too large for the bot."""


async def downloaded(file: discord.Attachment, *, most_bytes: int) -> bytes:
    """Return the content of an attachment.

    Raises UserError if it is larger than `most_bytes`, not on one of Discord's hosts, or can't be downloaded.
    """
    if file.size > most_bytes:
        raise _too_large(file.size, most_bytes)
    try:
        async with asyncio.timeout(_FILE_SECONDS):
            content = await file.read()
    except (TimeoutError, discord.DiscordException, OSError):
        raise UserError(_("The file couldn't be downloaded from Discord. Try again.")) from None
    # The size according to Discord isn't necessarily the size that was downloaded.
    if len(content) > most_bytes:
        raise _too_large(len(content), most_bytes)
    return content


def guard_downloads(http: HTTPClient) -> None:
    """Restrict a client's downloads to Discord's hosts, without redirects, and to a megabyte."""

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
    """Raise DownloadRefused unless a URL is on one of Discord's hosts, or on the configured API server.

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
