"""Posting in channels that a server has chosen: copies for the GM, and copies of public results."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
from cachetools import LRUCache

from bot.discord_api.refusals import described, is_outage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

log = structlog.stdlib.get_logger(__name__)

_MOST_WAITING = 20
_PAUSE_SECONDS = 86_400.0
# A paused channel that was forgotten is tried once more.
_MOST_PAUSED = 10_000


class ChannelPosts:
    """Posts messages where Discord allows it.

    Discord accepts five messages per channel in five seconds, and discord.py waits for its turn. Messages
    beyond `most_waiting` would be too late for anyone to read. `clock` is monotonic, in seconds.
    """

    def __init__(self, clock: Callable[[], float], *, most_waiting: int = _MOST_WAITING) -> None:
        self._clock = clock
        self._most_waiting = most_waiting
        self._waiting: Counter[int] = Counter()
        self._paused_until: LRUCache[int, float] = LRUCache(_MOST_PAUSED)

    def is_paused(self, channel_id: int | None) -> bool:
        """Whether posting in a channel is paused, as the bot may not write there or the channel is gone."""
        return channel_id is not None and self._paused_until.get(channel_id, 0.0) > self._clock()

    def resume(self, channel_id: int) -> None:
        """Post in a channel again because somebody has chosen it again."""
        self._paused_until.pop(channel_id, None)

    async def copy(self, client: discord.Client, channel_id: int, message: Mapping[str, Any]) -> bool:
        """Post a message in a channel that a server has chosen; return whether it was posted.

        If the bot may not write there, or there is no such channel, Discord isn't asked again for each roll:
        nothing is posted for a day, or until somebody chooses the channel again.
        """
        return not self.is_paused(channel_id) and await self._post(client, channel_id, message, chosen=True)

    async def post(self, client: discord.Client, channel_id: int, message: Mapping[str, Any]) -> bool:
        """Post a message; return whether it was posted. A failure is only logged."""
        return await self._post(client, channel_id, message, chosen=False)

    async def edit(
        self, client: discord.Client, channel_id: int, message_id: int, changes: Mapping[str, Any]
    ) -> bool:
        """Edit a message of the bot; return whether it was edited. A failure is only logged."""
        try:
            await client.get_partial_messageable(channel_id).get_partial_message(message_id).edit(**changes)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
            log.warning("message not edited", channel=channel_id, **described(failure))
            return False
        return True

    async def _post(
        self, client: discord.Client, channel_id: int, message: Mapping[str, Any], *, chosen: bool
    ) -> bool:
        if self._waiting[channel_id] >= self._most_waiting:
            log.warning("message not posted", channel=channel_id, reason="too many messages are waiting")
            return False
        self._waiting[channel_id] += 1
        try:
            await client.get_partial_messageable(channel_id).send(**message)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
            log.warning("message not posted", channel=channel_id, **described(failure))
            if chosen and _stays(failure):
                self._paused_until[channel_id] = self._clock() + _PAUSE_SECONDS
                log.warning("channel paused", channel=channel_id, hours=round(_PAUSE_SECONDS / 3_600))
            return False
        finally:
            self._waiting[channel_id] -= 1
            self._waiting += Counter()
        return True


def _stays(failure: Exception) -> bool:
    """Whether trying again would fail in the same way."""
    return isinstance(failure, discord.Forbidden | discord.NotFound) and not is_outage(failure)
