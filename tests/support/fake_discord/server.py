"""The whole fake on one port."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.support.fake_discord import payloads
from tests.support.fake_discord.gateway import Gateway
from tests.support.fake_discord.interactions import Interaction
from tests.support.fake_discord.rest import API_PREFIX, RestApi

if TYPE_CHECKING:
    from types import TracebackType


class FakeDiscord:
    """REST and gateway on a free port of this machine. Use it as an async context manager."""

    def __init__(self, *, token: str = "fake.token.of-the-bot", shards: int = 1) -> None:
        self.token = token
        self.shards = shards
        self.rest = RestApi(token=token, shards=shards)
        self.gateway = Gateway(token=token)
        application = web.Application(middlewares=[self.rest.middleware])
        application.add_routes(self.rest.routes())
        application.router.add_get("/gateway", self.gateway.handle)
        self._runner = web.AppRunner(application, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api_url = f"http://{host}:{port}{API_PREFIX}"
        self.gateway_url = self.gateway.url = self.rest.gateway_url = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def environment(self) -> dict[str, str]:
        """Return the variables that point a bot here."""
        return {
            "DISCORD_TOKEN": self.token,
            "DISCORD_API_URL": self.api_url,
            "DISCORD_GATEWAY_URL": self.gateway_url,
        }

    async def slash(
        self,
        name: str,
        /,
        *,
        context: str = "guild",
        locale: str = "en-US",
        guild_id: int = payloads.GUILD_ID,
        player_id: int = payloads.PLAYER_ID,
        age: float = 0.0,
        by_user_installation: bool = False,
        permissions: int = 0,
        **options: str,
    ) -> Interaction:
        """Have a player use a slash command; `age` seconds of it have passed already."""
        return await self._send(
            payloads.COMMAND,
            payloads.command(name, options),
            age=age,
            context=context,
            locale=locale,
            guild_id=guild_id,
            player_id=player_id,
            by_user_installation=by_user_installation,
            permissions=permissions,
        )

    async def use(
        self, message: dict[str, Any], custom_id: str, *values: str, permissions: int = 0
    ) -> Interaction:
        """Have the player press a button of a message, or choose values in a select."""
        data = payloads.component(message, custom_id, list(values))
        return await self._send(payloads.COMPONENT, data, message=message, permissions=permissions)

    async def send_form(self, shown: dict[str, Any], **typed: str) -> Interaction:
        """Have the player fill in a form that was shown, and send it."""
        return await self._send(payloads.FORM, payloads.form(shown, typed))

    async def _send(
        self,
        kind: int,
        data: dict[str, Any],
        *,
        message: dict[str, Any] | None = None,
        age: float = 0.0,
        context: str = "guild",
        guild_id: int = payloads.GUILD_ID,
        **about: Any,
    ) -> Interaction:
        interaction_id = self.rest.new_id()
        interaction = Interaction(
            interaction_id,
            f"interaction-token-{interaction_id}",
            asyncio.get_running_loop().time() - age,
            message=message,
        )
        self.rest.interactions[interaction.token] = interaction
        payload = payloads.interaction_create(
            kind,
            data,
            interaction_id=interaction_id,
            token=interaction.token,
            context=context,
            guild_id=guild_id,
            **about,
        )
        if message is not None:
            payload["message"] = message
        shard = (guild_id >> 22) % self.shards if context == "guild" else 0
        await self.gateway.dispatch("INTERACTION_CREATE", payload, shard=shard)
        return interaction
