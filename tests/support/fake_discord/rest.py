"""Discord's REST API: the routes for bots with slash commands. It records requests, and fails on demand."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.support.fake_discord import payloads
from tests.support.fake_discord.answers import BODY, FILES, json_response, refusal
from tests.support.fake_discord.emojis import ApplicationEmojis
from tests.support.fake_discord.interactions import EPHEMERAL, UPDATE_DEFERRED, UPDATED
from tests.support.fake_discord.limits import ChannelLimits, too_many
from tests.support.fake_discord.records import Fault, Request, Shown, read_body
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from tests.support.fake_discord.gateway import Gateway
    from tests.support.fake_discord.interactions import Interaction

API_PREFIX = "/api/v10"
UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED = 10062, 40060


class RestApi:
    """The routes and their state: commands and interactions."""

    def __init__(self, gateway: Gateway, *, answer_seconds: float) -> None:
        self.answer_seconds = answer_seconds
        self.ports: list[int] = []
        """One for each worker; all of them know the same."""
        self._gateway = gateway
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.commands: list[dict[str, Any]] = []
        self.interactions: dict[str, Interaction] = {}
        self.shown: list[Shown] = []
        self.messages: dict[int, Shown] = {}
        """Each message as it is now."""
        self._hit: set[str] = set()
        self._channels = ChannelLimits()
        self.emojis = ApplicationEmojis(self.new_id)
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
            ("GET", "/gateway", self._get_gateway),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("GET", commands, self._list_commands),
            ("PUT", commands, self._overwrite_commands),
            ("POST", "/interactions/{id}/{token}/callback", self._callback),
            ("POST", webhook, self._follow_up),
            ("PATCH", f"{webhook}/messages/@original", self._edit_original),
            ("DELETE", f"{webhook}/messages/@original", self._delete_original),
            ("POST", "/channels/{channel_id}/messages", self._post),
            *self.emojis.routes(),
        ]
        return [web.route(method, API_PREFIX + path, handler) for method, path, handler in table]

    @web.middleware
    async def middleware(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Record the request, refuse a wrong token, and apply the faults."""
        if not request.path.startswith(API_PREFIX):
            answer: web.StreamResponse = await handler(request)
            return answer
        body, files = await read_body(request)
        request[BODY], request[FILES] = body, files
        record = Request(
            request.method,
            request.path.removeprefix(API_PREFIX),
            body,
            request.headers.get("Authorization", ""),
            files,
            self._worker(request),
        )
        async with self._changed:
            self.requests.append(record)
            self._changed.notify_all()
        hit_before = record.path in self._hit
        fault = next(
            (each for each in self.faults if each.hits(record) and not (each.fresh_only and hit_before)), None
        )
        if fault:
            fault.times -= 1
            self._hit.add(record.path)
            await asyncio.sleep(fault.delay)
            if fault.takes_effect:
                await handler(request)
            if fault.breaks and request.transport is not None:
                request.transport.abort()
            if isinstance(fault.body, str) and fault.status:
                page = {"Content-Type": "text/html", **fault.headers}
                return web.Response(body=fault.body.encode(), status=fault.status, headers=page)
            if fault.status:
                return json_response(fault.body, fault.status, fault.headers)
        needs_no_token = record.path == "/gateway" or record.path.startswith(("/interactions/", "/webhooks/"))
        if not needs_no_token and record.authorization != f"Bot {self._gateway.token}":
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

    async def wait_for_request(self, method: str, path: str, *, within: float = PATIENCE) -> None:
        """Wait until a request arrives whose method and path match the patterns."""
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

    def _worker(self, request: web.Request) -> int:
        port = request.transport.get_extra_info("sockname")[1] if request.transport is not None else 0
        return self.ports.index(port) if port in self.ports else 0

    async def _get_gateway(self, _request: web.Request) -> web.Response:
        return json_response({"url": self._gateway.url})

    async def _gateway_bot(self, _request: web.Request) -> web.Response:
        gateway = self._gateway
        described = {"shards": gateway.rules.shards, "session_start_limit": gateway.starts.described()}
        return json_response({"url": gateway.url, **described})

    async def _list_commands(self, _request: web.Request) -> web.Response:
        return json_response(self.commands)

    async def _overwrite_commands(self, request: web.Request) -> web.Response:
        self.commands = [payloads.registered_command(each, self.new_id()) for each in request[BODY]]
        return json_response(self.commands)

    async def _callback(self, request: web.Request) -> web.Response:
        interaction = self.interactions.get(request.match_info["token"])
        now = asyncio.get_running_loop().time()
        if interaction is None:
            return refusal(404, UNKNOWN_INTERACTION, "Unknown interaction")
        if interaction.callback is not None:
            interaction.refusals.append(ALREADY_ACKNOWLEDGED)
            return refusal(400, ALREADY_ACKNOWLEDGED, "Interaction has already been acknowledged.")
        if now - interaction.sent_at > self.answer_seconds:
            interaction.refusals.append(UNKNOWN_INTERACTION)
            return refusal(404, UNKNOWN_INTERACTION, "Unknown interaction")
        interaction.callback = request[BODY]
        interaction.answered_at = now
        interaction.answered_through = self._worker(request)
        data = interaction.callback.get("data") or {}
        message_id = self.new_id()
        changes_message = interaction.callback["type"] in (UPDATED, UPDATE_DEFERRED)
        if changes_message and interaction.message is not None:
            message_id = int(interaction.message["id"])
            shown = self._changed_message(interaction.message, data, request[FILES])
        else:
            shown = self._answer(message_id, data, request[FILES], interaction)
        interaction.original_id = message_id
        if interaction.shows_message:
            await self._show(shown, interaction, request[FILES])
        else:
            await interaction.note()
        details = {
            "id": str(interaction.interaction_id),
            "type": 2,
            "response_message_id": str(message_id),
            "response_message_loading": interaction.deferred,
            "response_message_ephemeral": bool(shown["flags"] & EPHEMERAL),
        }
        resource = {"type": interaction.callback["type"], "message": shown}
        return json_response({"interaction": details, "resource": resource})

    def _message(
        self, message_id: int, body: Any, files: tuple[dict[str, Any], ...], channel_id: int
    ) -> dict[str, Any]:
        if files:
            # Files have ids of their own behind that of the message.
            self._next_id += len(files)
        return payloads.message(message_id, body, channel_id=channel_id, files=files)

    def _answer(
        self, message_id: int, body: Any, files: tuple[dict[str, Any], ...], interaction: Interaction
    ) -> dict[str, Any]:
        """Return a new message to a person: only for them if that was asked for, or if Discord insists."""
        message = self._message(message_id, body, files, interaction.channel_id)
        message["flags"] |= EPHEMERAL if interaction.only_for_the_person else 0
        return message

    def _changed_message(
        self, before: dict[str, Any], body: dict[str, Any], files: tuple[dict[str, Any], ...]
    ) -> dict[str, Any]:
        # What a change leaves out of the message stays as it was.
        changed = self._message(int(before["id"]), body, files, int(before["channel_id"]))
        return before | {key: changed[key] for key in body if key in changed and key != "flags"}

    async def _show(
        self, message: dict[str, Any], interaction: Interaction, files: tuple[dict[str, Any], ...]
    ) -> None:
        shown = Shown(
            message,
            int(message["channel_id"]),
            only_for=interaction.user_id if message["flags"] & EPHEMERAL else None,
            interaction_id=interaction.interaction_id,
            files=tuple(filter(None, (file["text"] for file in files))),
        )
        self.shown.append(shown)
        self.messages[int(message["id"])] = shown
        await interaction.note(message)

    def _acknowledged(self, request: web.Request) -> Interaction | None:
        interaction = self.interactions.get(request.match_info["token"])
        return interaction if interaction is not None and interaction.callback is not None else None

    async def _follow_up(self, request: web.Request) -> web.Response:
        interaction = self._acknowledged(request)
        if interaction is None:
            return refusal(404, 10015, "Unknown Webhook")
        body = request[BODY]
        if interaction.deferred and not interaction.messages and not interaction.original_deleted:
            # The first follow-up replaces the deferred message, and has its visibility.
            body = {**body, "flags": self._flags_of_deferred(interaction, body)}
        shown = self._answer(self.new_id(), body, request[FILES], interaction)
        await self._show(shown, interaction, request[FILES])
        return json_response(shown)

    async def _edit_original(self, request: web.Request) -> web.Response:
        interaction = self._acknowledged(request)
        if interaction is None or interaction.original_deleted or interaction.original_id is None:
            return refusal(404, 10008, "Unknown Message")
        before = self.messages.get(interaction.original_id)
        if before is not None:
            shown = self._changed_message(before.message, request[BODY], request[FILES])
        else:
            body = {**request[BODY], "flags": self._flags_of_deferred(interaction, request[BODY])}
            shown = self._answer(interaction.original_id, body, request[FILES], interaction)
        await self._show(shown, interaction, request[FILES])
        return json_response(shown)

    @staticmethod
    def _flags_of_deferred(interaction: Interaction, body: dict[str, Any]) -> int:
        flags: int = body.get("flags") or 0
        return flags & ~EPHEMERAL | (EPHEMERAL if interaction.ephemeral else 0)

    async def _delete_original(self, request: web.Request) -> web.Response:
        interaction = self._acknowledged(request)
        if interaction is None or interaction.original_deleted:
            return refusal(404, 10008, "Unknown Message")
        interaction.original_deleted = True
        return web.Response(status=204)

    async def _post(self, request: web.Request) -> web.Response:
        """Post a message in a channel, as often as Discord lets a bot do so."""
        channel_id = int(request.match_info["channel_id"])
        now = asyncio.get_running_loop().time()
        window = self._channels.window(channel_id)
        wait = window.take(now)
        limits = window.headers(now, "messages")
        if wait:
            body, headers = too_many(round(wait, 3))
            return json_response(body, 429, limits | headers)
        message = self._message(self.new_id(), request[BODY], request[FILES], channel_id)
        shown = Shown(message, channel_id)
        self.shown.append(shown)
        self.messages[int(message["id"])] = shown
        return json_response(message, headers=limits)
