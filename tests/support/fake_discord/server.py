"""The whole fake: the gateway, and one REST API behind one port or several."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.support.fake_discord import payloads
from tests.support.fake_discord.cdn import Attached, Cdn
from tests.support.fake_discord.gateway import Gateway
from tests.support.fake_discord.interactions import Interaction
from tests.support.fake_discord.payloads import Person
from tests.support.fake_discord.rest import API_PREFIX, RestApi
from tests.support.fake_discord.rules import Rules
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    import ssl
    from types import TracebackType


class FakeDiscord:
    """REST API and gateway on a free port of this machine. Use it as an async context manager.

    What a person does is sent to the bot as an interaction. The person is `by` or, without it, the one with
    the id `player_id` and these `permissions`. Discord accepts answers for three seconds, but they may be
    later on a busy machine, so only tests about that set `answer_seconds`. With `tls`, it uses HTTPS and WSS.
    `rules` sets more about the gateway than the number of shards. Each of several `rest_workers` has its own
    port, which shows who made a request.
    """

    def __init__(
        self,
        *,
        token: str = "fake.token.of-the-bot",
        shards: int = 1,
        rules: Rules | None = None,
        answer_seconds: float = PATIENCE,
        rest_workers: int = 1,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._host = host
        self._tls = tls
        self.token = token
        self._workers = rest_workers
        self.gateway = Gateway(token=token, rules=rules or Rules(shards=shards))
        self.gateway.on_delivery = self._delivered
        self.rest = RestApi(self.gateway, answer_seconds=answer_seconds)
        self.cdn = Cdn()
        application = web.Application(middlewares=[self.rest.middleware])
        application.add_routes(self.rest.routes())
        application.add_routes(self.cdn.routes())
        application.add_routes(self.rest.emojis.cdn_routes())
        application.router.add_get("/gateway", self.gateway.handle)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        for _ in range(self._workers):
            await web.TCPSite(self._runner, self._host, 0, ssl_context=self._tls).start()
        self.rest.ports = [address[1] for address in self._runner.addresses]
        self.port = self.rest.ports[0]
        self.cdn.origin = self._origin("http", self.port)
        self.api_url = f"{self.cdn.origin}{API_PREFIX}"
        self.gateway_url = self.gateway.url = f"{self._origin('ws', self.port)}/gateway"
        return self

    def _origin(self, scheme: str, port: int) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{scheme}{'s' if self._tls else ''}://{host}:{port}"

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def environment(self, *, worker: int = 0, dice_emojis: bool = False) -> dict[str, str]:
        """Return the variables that point a bot here, and at one of the REST API's workers.

        With `dice_emojis` it uploads pictures of dice, and shows them.
        """
        return {
            "DISCORD_TOKEN": self.token,
            "DISCORD_API_URL": f"{self._origin('http', self.rest.ports[worker])}{API_PREFIX}",
            "DISCORD_GATEWAY_URL": self.gateway_url,
            "DICE_EMOJIS": "on" if dice_emojis else "off",
        }

    def forget(self) -> None:
        """Forget everything so far: interactions can't be answered any more, and events can't be resent."""
        rest = self.rest
        for kept in (rest.requests, rest.interactions, rest.shown, rest.messages):
            kept.clear()
        for session in self.gateway.sessions:
            session.events.clear()

    async def slash(
        self,
        name: str,
        /,
        *,
        context: str = "guild",
        locale: str = "en-US",
        guild_id: int = payloads.GUILD_ID,
        channel_id: int = payloads.CHANNEL_ID,
        by: Person | None = None,
        player_id: int = payloads.PLAYER_ID,
        permissions: int = 0,
        age: float = 0.0,
        by_user_installation: bool = False,
        channel: dict[str, Any] | None = None,
        override: dict[str, Any] | None = None,
        **options: Any,
    ) -> Interaction:
        """Let a person use a slash command, `age` seconds ago.

        `channel` is where, by default a text channel; `override` replaces parts of the data. If only the
        person has installed the bot, its answers are for the person alone, unless the server's permissions
        let them use such apps in front of others (USE_EXTERNAL_APPS).

        Options are texts, integers, numbers, booleans, people or attached files, according to their types.
        """
        options = {
            key: payloads.Upload(self.cdn.upload(value, self.rest.new_id()))
            if isinstance(value, Attached)
            else value
            for key, value in options.items()
        }
        return await self._send(
            payloads.COMMAND,
            payloads.command(name, options) | (override or {}),
            age=age,
            channel=channel,
            context=context,
            locale=locale,
            guild_id=guild_id,
            channel_id=channel_id,
            by=by or Person(player_id, payloads.ROBIN.name, permissions),
            by_user_installation=by_user_installation,
        )

    async def type_into(
        self,
        name: str,
        focused: str,
        /,
        *,
        by: Person = payloads.ROBIN,
        context: str = "guild",
        channel_id: int = payloads.CHANNEL_ID,
        **options: Any,
    ) -> Interaction:
        """Let a person type into an option of a command, which asks the bot for choices."""
        data = payloads.command(name, options, focused=focused)
        return await self._send(payloads.AUTOCOMPLETE, data, by=by, context=context, channel_id=channel_id)

    async def menu(
        self,
        name: str,
        target: Person | dict[str, Any],
        /,
        *,
        by: Person = payloads.ROBIN,
        context: str = "guild",
        channel_id: int = payloads.CHANNEL_ID,
    ) -> Interaction:
        """Let a person use a context menu item of a message, or of another person."""
        of = payloads.user_menu if isinstance(target, Person) else payloads.message_menu
        data = of(name, target)  # type: ignore[operator, arg-type]
        return await self._send(payloads.COMMAND, data, by=by, context=context, channel_id=channel_id)

    async def use(
        self,
        message: dict[str, Any],
        custom_id: str,
        *values: str,
        by: Person | None = None,
        permissions: int = 0,
        context: str = "guild",
        by_user_installation: bool = False,
    ) -> Interaction:
        """Let a person press a button in a message, or choose values in a select."""
        return await self._send(
            payloads.COMPONENT,
            payloads.component(message, custom_id, list(values)),
            message=message,
            channel_id=int(message["channel_id"]),
            by=by or Person(payloads.PLAYER_ID, payloads.ROBIN.name, permissions),
            context=context,
            by_user_installation=by_user_installation,
        )

    async def send_form(
        self,
        shown: dict[str, Any],
        /,
        *,
        by: Person = payloads.ROBIN,
        context: str = "guild",
        channel_id: int = payloads.CHANNEL_ID,
        **typed: str,
    ) -> Interaction:
        """Let a person fill in and submit a form that was shown."""
        data = payloads.form(shown, typed)
        return await self._send(payloads.FORM, data, by=by, context=context, channel_id=channel_id)

    async def _send(
        self,
        kind: int,
        data: dict[str, Any],
        *,
        by: Person,
        context: str,
        channel_id: int,
        message: dict[str, Any] | None = None,
        age: float = 0.0,
        guild_id: int = payloads.GUILD_ID,
        by_user_installation: bool = False,
        **about: Any,
    ) -> Interaction:
        interaction_id = self.rest.new_id()
        interaction = Interaction(
            interaction_id,
            f"interaction-token-{interaction_id}",
            asyncio.get_running_loop().time() - age,
            message=message,
            channel_id=channel_id,
            user_id=by.user_id,
            only_for_the_person=by_user_installation
            and context == "guild"
            and not by.permissions & payloads.USE_EXTERNAL_APPS,
        )
        self.rest.interactions[interaction.token] = interaction
        payload = payloads.interaction_create(
            kind,
            data,
            interaction_id=interaction_id,
            token=interaction.token,
            context=context,
            guild_id=guild_id,
            channel_id=channel_id,
            by=by,
            by_user_installation=by_user_installation,
            **about,
        )
        if message is not None:
            payload["message"] = message
        server = guild_id if context == "guild" else None
        await self.gateway.dispatch("INTERACTION_CREATE", payload, guild_id=server)
        return interaction

    def _delivered(self, data: dict[str, Any]) -> None:
        interaction = self.rest.interactions.get(data.get("token", ""))
        if interaction is not None and interaction.delivered_at is None:
            interaction.delivered_at = asyncio.get_running_loop().time()
