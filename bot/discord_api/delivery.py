"""Answers to interactions that Discord has taken while the line, or Discord's own answer, broke.

discord.py tries again where Discord answers 5xx, and Discord then says that the interaction has been
answered already. So it has, by the first try: without this, the bot would take a roll that all have seen
for one that nobody has, and keep it out of the history.
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
    """Have all interactions that are received from here on answered by `SureDelivery`."""
    async_context.set(SureDelivery(metrics))


class SureDelivery(AsyncWebhookAdapter):
    """Answers interactions, and knows an answer that Discord has already for a success.

    Only where it was tried before: at the first try it is another process that has answered.
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
        """Answer, once more where the line breaks: a connection may be closed just when it is used again."""
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
        # discord.py sends files and goes through proxies; all other answers are sent without its detours.
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
    """A session that counts what is asked through it."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._first: aiohttp.ClientResponse | None = None
        self.tries = 0

    async def post(self, interaction_id: int, token: str, payload: Any) -> Any | None:
        """Answer an interaction, and return what Discord says if it took the answer.

        Otherwise return None, and give discord.py the response to its first request: it knows what to do.
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
    """Return the number of what an interaction is answered with, which with files is inside a form."""
    if params.payload is not None:
        kind: int = params.payload["type"]
        return kind
    assert params.multipart
    in_form: int = _from_json(params.multipart[0]["value"])["type"]
    return in_form


def _without_message(answered: Any) -> Any:
    """Return what Discord says of an answer without the message it became.

    Its id is said beside it, which is all we use; discord.py would build the message with all its embeds
    and buttons, and that takes longer than building ours.
    """
    answered.pop("resource", None)
    return answered
