"""Answers to interactions that Discord has taken while the line, or Discord's own answer, broke.

discord.py tries again where Discord answers 5xx, and Discord then says that the interaction has been
answered already. So it has, by the first try: without this, the bot would take a roll that all have seen
for one that nobody has, and keep it out of the history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.discord_api.refusals import ALREADY_ACKNOWLEDGED

if TYPE_CHECKING:
    from discord.http import MultipartParameters

log = structlog.stdlib.get_logger(__name__)


def answer_surely() -> None:
    """Have all interactions that are received from here on answered by `SureDelivery`."""
    async_context.set(SureDelivery())  # type: ignore[no-untyped-call]  # discord.py does not type it


class SureDelivery(AsyncWebhookAdapter):
    """Answers interactions, and knows an answer that Discord has already for a success.

    Only where it was tried before: at the first try it is another process that has answered.
    """

    async def create_interaction_response(
        self,
        interaction_id: int,
        token: str,
        *,
        session: aiohttp.ClientSession,
        params: MultipartParameters,
        **proxy: Any,
    ) -> Any:
        """Answer, once more where the line breaks: a connection may be closed just when it is used again."""
        counted = _CountedTries(session)
        line_broke = False
        while True:
            try:
                answered = await super().create_interaction_response(
                    interaction_id,
                    token,
                    session=counted,  # type: ignore[arg-type]  # it counts, and else is a session
                    params=params,
                    **proxy,
                )
            except discord.HTTPException as refusal:
                if refusal.code != ALREADY_ACKNOWLEDGED or counted.tries < 2:
                    raise
                log.info("answer confirmed on retry", interaction=interaction_id, tries=counted.tries)
                return {"interaction": {"id": str(interaction_id)}}
            except (aiohttp.ClientError, OSError):
                if line_broke:
                    raise
                line_broke = True
                for file in params.files or ():
                    file.reset()
            else:
                return _without_message(answered)


class _CountedTries:
    """A session that counts what is asked through it."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self.tries = 0

    def request(self, *args: Any, **kwargs: Any) -> Any:
        self.tries += 1
        return self._session.request(*args, **kwargs)


def _without_message(answered: Any) -> Any:
    """Return what Discord says of an answer without the message it became.

    Its id is said beside it, which is all we use; discord.py would build the message with all its embeds
    and buttons, and that takes longer than building ours.
    """
    answered.pop("resource", None)
    return answered
