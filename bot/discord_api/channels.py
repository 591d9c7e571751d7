"""Posting in channels that a server has chosen: copies for the GM, and of public results."""

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
# A channel that is forgotten here is asked once more.
_MOST_PAUSED = 10_000


class ChannelPosts:
    """Posts messages where Discord lets it.

    Discord takes five messages in five seconds for a channel, and discord.py waits for its turn; beyond
    `most_waiting` of them nobody would read what comes in so late. `clock` gives seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float], *, most_waiting: int = _MOST_WAITING) -> None:
        self._clock = clock
        self._most_waiting = most_waiting
        self._waiting: Counter[int] = Counter()
        self._paused_until: LRUCache[int, float] = LRUCache(_MOST_PAUSED)

    def is_paused(self, channel_id: int | None) -> bool:
        """Whether nothing is posted in a channel for now: the bot may not write there, or it is gone."""
        return channel_id is not None and self._paused_until.get(channel_id, 0.0) > self._clock()

    def resume(self, channel_id: int) -> None:
        """Post in a channel again, because somebody has chosen it again."""
        self._paused_until.pop(channel_id, None)

    async def copy(self, client: discord.Client, channel_id: int, message: Mapping[str, Any]) -> bool:
        """Post a message in a channel that a server has chosen; return whether it now stands there.

        If Discord says that the bot may not write there, or that there is no such channel, it is not asked
        again for each roll: for a day, or until somebody chooses the channel again, nothing is posted.
        """
        return not self.is_paused(channel_id) and await self._post(client, channel_id, message, chosen=True)

    async def post(self, client: discord.Client, channel_id: int, message: Mapping[str, Any]) -> bool:
        """Post a message; return whether it now stands there. That it does not is only logged."""
        return await self._post(client, channel_id, message, chosen=False)

    async def edit(
        self, client: discord.Client, channel_id: int, message_id: int, changes: Mapping[str, Any]
    ) -> bool:
        """Change a message of the bot; return whether that was done. That it was not is only logged."""
        try:
            await client.get_partial_messageable(channel_id).get_partial_message(message_id).edit(**changes)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
            log.warning("message not changed", channel=channel_id, **described(failure))
            return False
        return True

    async def _post(
        self, client: discord.Client, channel_id: int, message: Mapping[str, Any], *, chosen: bool
    ) -> bool:
        if self._waiting[channel_id] >= self._most_waiting:
            log.warning("message not posted", channel=channel_id, reason="too many are waiting")
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
    """Whether a failure is one that another try would not change."""
    return isinstance(failure, discord.Forbidden | discord.NotFound) and not is_outage(failure)
