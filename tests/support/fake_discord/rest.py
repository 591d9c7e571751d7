"""Discord's REST API: the routes a bot of slash commands uses, recorded and made to fail on demand."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.support.fake_discord import payloads
from tests.support.fake_discord.interactions import EPHEMERAL, UPDATED

if TYPE_CHECKING:
    from tests.support.fake_discord.interactions import Interaction

API_PREFIX = "/api/v10"
ANSWER_SECONDS = 3.0

_RECORD = "record"


@dataclass(frozen=True, slots=True)
class Request:
    """One REST request of the bot; `path` is without the prefix, `files` are what came along."""

    method: str
    path: str
    body: Any
    authorization: str
    files: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Fault:
    """What to do to the next requests that match, in place of or before answering them."""

    method: str
    path: str
    status: int = 0
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    times: int = 1

    def hits(self, request: Request) -> bool:
        return (
            self.times > 0
            and re.fullmatch(self.method, request.method) is not None
            and re.fullmatch(self.path, request.path) is not None
        )


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # discord.py takes an answer for JSON only where the type has no charset behind it.
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


async def _read(request: web.Request) -> tuple[str, tuple[bytes, ...]]:
    """Return the JSON of a request, and the files that came along as the other parts of a form."""
    if request.content_type != "multipart/form-data":
        return await request.text(), ()
    form = await request.post()
    files = tuple(part.file.read() for part in form.values() if isinstance(part, web.FileField))
    return str(form["payload_json"]), files


def refusal(status: int, code: int, text: str) -> web.Response:
    return json_response({"code": code, "message": text}, status)


class RestApi:
    """The routes and what they keep: commands and interactions."""

    def __init__(self, *, token: str, shards: int) -> None:
        self.token = token
        self.shards = shards
        self.gateway_url = ""
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.commands: list[dict[str, Any]] = []
        self.interactions: dict[str, Interaction] = {}
        self._next_id = 910_000_000_000_000_001
        self._changed = asyncio.Condition()

    def new_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def routes(self) -> list[web.RouteDef]:
        commands = f"/applications/{payloads.APPLICATION_ID}/commands"
        webhook = f"/webhooks/{payloads.APPLICATION_ID}/{{token}}"
        table: list[tuple[str, str, Any]] = [
            ("GET", "/users/@me", self._answering(payloads.bot_user())),
            ("GET", "/oauth2/applications/@me", self._answering(payloads.application())),
            ("GET", "/applications/@me", self._answering(payloads.application())),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("GET", commands, self._list_commands),
            ("PUT", commands, self._overwrite_commands),
            ("POST", "/interactions/{id}/{token}/callback", self._callback),
            ("POST", webhook, self._follow_up),
            ("PATCH", f"{webhook}/messages/@original", self._edit_original),
            ("DELETE", f"{webhook}/messages/@original", self._delete_original),
        ]
        return [web.route(method, API_PREFIX + path, handler) for method, path, handler in table]

    @web.middleware
    async def middleware(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Record the request, refuse a wrong token, and apply the faults."""
        if not request.path.startswith(API_PREFIX):
            answer: web.StreamResponse = await handler(request)
            return answer
        text, files = await _read(request)
        record = Request(
            request.method,
            request.path.removeprefix(API_PREFIX),
            json.loads(text) if text else None,
            request.headers.get("Authorization", ""),
            files,
        )
        request[_RECORD] = record
        async with self._changed:
            self.requests.append(record)
            self._changed.notify_all()
        fault = next((fault for fault in self.faults if fault.hits(record)), None)
        if fault:
            fault.times -= 1
            await asyncio.sleep(fault.delay)
            if fault.status:
                return json_response(fault.body, fault.status, fault.headers)
        by_token_in_path = record.path.startswith(("/interactions/", "/webhooks/"))
        if not by_token_in_path and record.authorization != f"Bot {self.token}":
            return refusal(401, 0, "401: Unauthorized")
        try:
            answer = await handler(request)
        except web.HTTPNotFound:
            return refusal(404, 0, "404: Not Found")
        return answer

    def bodies(self, method: str, path: str) -> list[Any]:
        """Return the bodies of the requests whose path matches the pattern."""
        return [
            request.body
            for request in self.requests
            if request.method == method and re.fullmatch(path, request.path)
        ]

    async def wait_for_request(self, method: str, path: str, *, within: float = 10.0) -> None:
        """Return once a request has begun whose method and path match the patterns."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(
                lambda: any(
                    re.fullmatch(method, request.method) and re.fullmatch(path, request.path)
                    for request in self.requests
                )
            )

    @staticmethod
    def _answering(body: dict[str, Any]) -> Any:
        async def answer(_request: web.Request) -> web.Response:
            return json_response(body)

        return answer

    async def _gateway_bot(self, _request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return json_response({"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit})

    async def _list_commands(self, _request: web.Request) -> web.Response:
        return json_response(self.commands)

    async def _overwrite_commands(self, request: web.Request) -> web.Response:
        declared = request[_RECORD].body
        self.commands = [payloads.registered_command(each, self.new_id()) for each in declared]
        return json_response(self.commands)

    async def _callback(self, request: web.Request) -> web.Response:
        interaction = self.interactions.get(request.match_info["token"])
        now = asyncio.get_running_loop().time()
        if interaction is None or now - interaction.sent_at > ANSWER_SECONDS:
            return refusal(404, 10062, "Unknown interaction")
        if interaction.callback is not None:
            return refusal(400, 40060, "Interaction has already been acknowledged.")
        record: Request = request[_RECORD]
        interaction.callback = record.body
        interaction.answered_at = now
        data = interaction.callback.get("data") or {}
        message_id = self.new_id()
        shown = payloads.message(message_id, data)
        if interaction.callback["type"] == UPDATED and interaction.message is not None:
            # What an answer leaves out of the message stays as it was.
            shown = interaction.message | {key: shown[key] for key in data if key in shown}
        visible = None if interaction.deferred or interaction.shows_form else shown
        await interaction.note(visible, record.files)
        details = {
            "id": str(interaction.interaction_id),
            "type": 2,
            "response_message_id": str(message_id),
            "response_message_loading": interaction.deferred,
            "response_message_ephemeral": bool(shown["flags"] & EPHEMERAL),
        }
        resource = {"type": interaction.callback["type"], "message": shown}
        return json_response({"interaction": details, "resource": resource})

    def _acknowledged(self, request: web.Request) -> Interaction | None:
        interaction = self.interactions.get(request.match_info["token"])
        return interaction if interaction is not None and interaction.callback is not None else None

    async def _follow_up(self, request: web.Request) -> web.Response:
        interaction = self._acknowledged(request)
        if interaction is None:
            return refusal(404, 10015, "Unknown Webhook")
        record: Request = request[_RECORD]
        body = record.body
        if interaction.deferred and not interaction.messages and not interaction.original_deleted:
            # The first follow-up takes the place of the deferred message, and its visibility.
            visibility = (interaction.callback or {}).get("data", {}).get("flags", 0) & EPHEMERAL
            body["flags"] = body.get("flags", 0) & ~EPHEMERAL | visibility
        shown = payloads.message(self.new_id(), body)
        await interaction.note(shown, record.files)
        return json_response(shown)

    async def _edit_original(self, request: web.Request) -> web.Response:
        interaction = self._acknowledged(request)
        if interaction is None or interaction.original_deleted:
            return refusal(404, 10008, "Unknown Message")
        record: Request = request[_RECORD]
        shown = payloads.message(self.new_id(), record.body)
        await interaction.note(shown, record.files)
        return json_response(shown)

    async def _delete_original(self, request: web.Request) -> web.Response:
        interaction = self._acknowledged(request)
        if interaction is None or interaction.original_deleted:
            return refusal(404, 10008, "Unknown Message")
        interaction.original_deleted = True
        return web.Response(status=204)
