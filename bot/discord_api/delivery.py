"""Answers to interactions that Discord accepted although the connection, or Discord's own response, failed.

discord.py tries again if Discord responds with 5xx, and Discord may then say that the interaction has
already been answered: by the first try. Without this module, the bot would take a roll that everyone saw
for one that nobody saw, and leave it out of the history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import aiohttp
import discord
import structlog
import yarl
from discord.http import Route
from discord.utils import _from_json, _to_json
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.discord_api.refusals import ALREADY_ACKNOWLEDGED

if TYPE_CHECKING:
    from discord.http import MultipartParameters

    from bot.metrics import AnswerKind, Metrics

log = structlog.stdlib.get_logger(__name__)

_OK = 200
_JSON = {"Content-Type": "application/json"}
_KINDS: dict[int, AnswerKind] = {
    4: "message",
    5: "deferral",
    6: "update_deferral",
    7: "update",
    8: "choices",
    9: "form",
}


def answer_surely(metrics: Metrics) -> None:
    """Answer all interactions that are received from now on with `SureDelivery`."""
    async_context.set(SureDelivery(metrics))


class SureDelivery(AsyncWebhookAdapter):
    """Answers interactions, and counts an answer that Discord already has as a success.

    This applies only to retries: at the first try, it was another process that answered.
    """

    def __init__(self, metrics: Metrics) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # discord.py does not type it
        self._metrics = metrics

    async def create_interaction_response(
        self,
        interaction_id: int,
        token: str,
        *,
        session: aiohttp.ClientSession,
        params: MultipartParameters,
        **proxy: Any,
    ) -> Any:
        """Answer, and retry once if the connection fails: it may be closed just when it is reused."""
        answered = await self._delivered(interaction_id, token, _CountedTries(session), params, proxy)
        self._metrics.answered(_KINDS[_type_of(params)])
        return answered

    async def _delivered(
        self,
        interaction_id: int,
        token: str,
        counted: _CountedTries,
        params: MultipartParameters,
        proxy: dict[str, Any],
    ) -> Any:
        line_broke = False
        # discord.py handles files and proxies; all other answers bypass it, which is faster.
        quick = not params.files and not any(proxy.values())
        while True:
            try:
                answered = None
                if quick and not counted.tries:
                    answered = await counted.post(interaction_id, token, params.payload)
                if answered is None:
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
    """A session that counts its requests."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._first: aiohttp.ClientResponse | None = None
        self.tries = 0

    async def post(self, interaction_id: int, token: str, payload: Any) -> Any | None:
        """Answer an interaction, and return Discord's response if it accepted the answer.

        Otherwise return None, and pass the response on to discord.py's first request, which handles it.
        """
        self.tries = 1
        address = f"{Route.BASE}/interactions/{interaction_id}/{quote(token, safe='')}/callback"
        url = yarl.URL(f"{address}?with_response=1", encoded=True)
        response = await self._session.post(url, data=_to_json(payload).encode(), headers=_JSON)
        headers = response.headers
        if (
            response.status == _OK
            and headers.get("Content-Type") == _JSON["Content-Type"]
            and headers.get("X-Ratelimit-Remaining") != "0"
        ):
            return _from_json(await response.read())
        self._first = response
        return None

    def request(self, *args: Any, **kwargs: Any) -> Any:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        self.tries += 1
        return self._session.request(*args, **kwargs)


def _type_of(params: MultipartParameters) -> int:
    """Return the type of an answer, which is part of a form if the answer has files."""
    if params.payload is not None:
        kind: int = params.payload["type"]
        return kind
    assert params.multipart
    in_form: int = _from_json(params.multipart[0]["value"])["type"]
    return in_form


def _without_message(answered: Any) -> Any:
    """Return Discord's response to an answer without the resulting message.

    We only use the message's id, which is also outside of it. discord.py would parse the message with all
    its embeds and buttons, which takes longer than building our own.
    """
    answered.pop("resource", None)
    return answered
