"""Posting in channels that a server has chosen: copies for the GM, and of public results."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.discord_api.refusals import described

if TYPE_CHECKING:
    from collections.abc import Mapping

log = structlog.stdlib.get_logger(__name__)

_MOST_WAITING = 20


class ChannelPosts:
    """Posts messages where Discord lets it.

    Discord takes five messages in five seconds for a channel, and discord.py waits for its turn; beyond
    `most_waiting` of them nobody would read what comes in so late.
    """

    def __init__(self, *, most_waiting: int = _MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._waiting: Counter[int] = Counter()

    async def post(self, client: discord.Client, channel_id: int, message: Mapping[str, Any]) -> bool:
        """Post a message; return whether it now stands there. That it does not is only logged."""
        if self._waiting[channel_id] >= self._most_waiting:
            log.warning("message not posted", channel=channel_id, reason="too many are waiting")
            return False
        self._waiting[channel_id] += 1
        try:
            await client.get_partial_messageable(channel_id).send(**message)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
            log.warning("message not posted", channel=channel_id, **described(failure))
            return False
        finally:
            self._waiting[channel_id] -= 1
            self._waiting += Counter()
        return True
