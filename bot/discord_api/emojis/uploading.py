"""Uploading the pictures of dice as emojis of the application: only those that are missing or were redrawn.

The list of emojis shows which these are, as each name ends with a hash of its drawing. A redrawn picture is
uploaded next to the old one, which older messages still show.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot.discord_api.login import logged_in
from bot.discord_api.refusals import reason_of
from bot.presentation.dice.emojis import DiceEmojis
from bot.presentation.dice.painter import dice_painter
from bot.presentation.dice.pictures import is_ours
from bot.startup import StartupError
from bot.workers.worker import WorkerFailed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

log = structlog.stdlib.get_logger(__name__)

MOST_EMOJIS = 2_000
"""How many emojis an application may have."""
# Players have priority; the upload still finishes within about ten minutes.
_PAUSE_SECONDS = 2.0
_FIRST_RETRY_SECONDS = 60.0
_LAST_RETRY_SECONDS = 3_600.0
# Read the list again after this many: another process of this bot may be uploading as well.
_BETWEEN_LISTS = 10
_PAUSES_BEFORE = 3
# Report progress after this many pictures.
_BETWEEN_WORDS = 25


class AnotherUploads(Exception):
    """Another process is uploading the same pictures."""


async def read_list(client: discord.Client, emojis: DiceEmojis) -> dict[str, int]:
    """Update `emojis` with what the application has, and return the ids by name. Raises HTTPException."""
    listed = {each.name: each.id for each in await client.fetch_application_emojis()}
    emojis.known(listed)
    return listed


async def upload(client: discord.Client, emojis: DiceEmojis, *, pause: float) -> AsyncGenerator[int]:
    """Upload what is missing; yield the number still missing, once before the first and then after each.

    After each upload, it pauses for `pause` seconds, or for as long as Discord wants. Raises
    discord.HTTPException, WorkerFailed, and AnotherUploads.
    """
    listed = await read_list(client, emojis)
    missing = emojis.missing()
    yield len(missing)
    if not missing:
        return
    # If another process is at work, it has uploaded the next one by now.
    await asyncio.sleep(_PAUSES_BEFORE * pause)
    await _check_alone(client, emojis, listed)
    await _make_room(client, emojis, listed, len(missing))
    async with dice_painter() as draw:
        for done, (name, svg) in enumerate(missing.items(), 1):
            if done % _BETWEEN_LISTS == 0:
                await _check_alone(client, emojis, listed)
            try:
                created = await client.create_application_emoji(name=name, image=await draw(svg))
            except discord.HTTPException:
                # The name is taken, as another process has uploaded it in the meantime.
                await _check_alone(client, emojis, listed)
                raise
            listed[name] = created.id
            emojis.known(listed)
            yield len(missing) - done
            await asyncio.sleep(pause)


async def _check_alone(client: discord.Client, emojis: DiceEmojis, expected: dict[str, int]) -> None:
    """Raise AnotherUploads if there are pictures that this process didn't upload."""
    listed = await read_list(client, emojis)
    if any(is_ours(name) for name, _id in listed.items() - expected.items()):
        raise AnotherUploads


async def _make_room(client: discord.Client, emojis: DiceEmojis, listed: dict[str, int], wanted: int) -> None:
    """Delete the oldest outdated pictures if there is no room for new ones."""
    assert client.application_id is not None
    too_many = max(0, len(listed) + wanted - MOST_EMOJIS)
    for name in sorted(emojis.outdated(listed), key=listed.__getitem__)[:too_many]:
        await client.http.delete_application_emoji(client.application_id, listed.pop(name))


@dataclass(frozen=True, slots=True)
class DiceUploads:
    """Brings the emojis up to date while the bot runs; what fails is tried again later."""

    emojis: DiceEmojis
    pause: float = _PAUSE_SECONDS
    retry: float = _FIRST_RETRY_SECONDS

    async def run(self, client: discord.Client) -> None:
        """Upload until everything is there, or wait for the process that registers the commands to do it.

        As long as emojis are missing, replies show dice as text.
        """
        retry = self.retry
        while True:
            try:
                if await self._done(client):
                    return
                # Another process is at work, which takes some minutes.
                retry = self.retry
            except (discord.HTTPException, aiohttp.ClientError, OSError, WorkerFailed) as failure:
                reason = failure.reason if isinstance(failure, WorkerFailed) else reason_of(failure)
                log.warning("dice emojis not uploaded", reason=reason, again_in=retry)
            await asyncio.sleep(retry)
            retry = min(retry * 2, _LAST_RETRY_SECONDS)

    async def _done(self, client: discord.Client) -> bool:
        """Upload the rest; return whether everything is there, without another process uploading it."""
        shards = client.shard_ids if isinstance(client, discord.AutoShardedClient) else None
        if shards is not None and 0 not in shards:
            await read_list(client, self.emojis)
            return not self.emojis.missing()
        async with aclosing(upload(client, self.emojis, pause=self.pause)) as uploads:
            missing = await anext(uploads)
            if missing:
                log.info("uploading dice emojis", missing=missing)
            try:
                async for _left in uploads:
                    pass
            except AnotherUploads:
                log.info("another process is uploading dice emojis")
                return False
        log.info("dice emojis ready", uploaded=missing)
        return True


async def upload_all(token: str, *, say: Callable[[str], None]) -> None:
    """Upload what is missing as fast as Discord allows, and report progress. Raises StartupError."""
    emojis = DiceEmojis()
    async with logged_in(token) as client, aclosing(upload(client, emojis, pause=0.0)) as uploads:
        missing = await anext(uploads)
        if missing:
            say(f"Uploading {missing:,} of {emojis.count:,} dice emojis. This takes a few minutes.")
        try:
            async for left in uploads:
                if (missing - left) % _BETWEEN_WORDS == 0 and left:
                    say(f"{missing - left:,} of {missing:,} uploaded")
        except AnotherUploads:
            raise StartupError(
                "Another process of this bot is already uploading the dice emojis. Let it finish.",
                exit_status=1,
            ) from None
        except WorkerFailed as failure:
            raise StartupError(f"A picture could not be drawn: {failure.reason}.", exit_status=1) from None
    say(f"All {emojis.count:,} dice emojis are uploaded.")
