"""The emojis of the application: listing, uploads within limits, deletion, and downloads from the CDN."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.support.fake_discord import payloads
from tests.support.fake_discord.answers import BODY, json_response, refusal
from tests.support.fake_discord.limits import Window, too_many

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_EMOJIS = 2_000
MOST_BYTES = 256 * 1024
_NAME = re.compile(r"[0-9A-Za-z_]{2,32}")
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,(?P<data>.+)", re.DOTALL)


class ApplicationEmojis:
    """The uploaded emojis. `window` limits how many Discord accepts at a time."""

    def __init__(self, new_id: Callable[[], int]) -> None:
        self._new_id = new_id
        self.window = Window(1_000, 5.0)
        self.names: dict[int, str] = {}
        """Names by id, in the order of the uploads."""
        self.pictures: dict[int, bytes] = {}

    def put(self, name: str, picture: bytes = b"") -> int:
        """Add an emoji, and return its id."""
        emoji_id = self._new_id()
        self.names[emoji_id] = name
        self.pictures[emoji_id] = picture
        return emoji_id

    def routes(self) -> list[tuple[str, str, Any]]:
        emojis = f"/applications/{payloads.APPLICATION_ID}/emojis"
        return [
            ("GET", emojis, self._list),
            ("POST", emojis, self._create),
            ("DELETE", f"{emojis}/{{emoji_id}}", self._delete),
        ]

    def cdn_routes(self) -> list[web.RouteDef]:
        return [web.get("/emojis/{emoji_id}.png", self._download)]

    async def _list(self, _request: web.Request) -> web.Response:
        return json_response({"items": [_payload(*each) for each in self.names.items()]})

    async def _create(self, request: web.Request) -> web.Response:
        now = asyncio.get_running_loop().time()
        wait = self.window.take(now)
        limits = self.window.headers(now, "emojis")
        if wait:
            body, headers = too_many(round(wait, 3))
            return json_response(body, 429, limits | headers)
        name, image = request[BODY]["name"], _IMAGE.fullmatch(request[BODY]["image"])
        try:
            picture = base64.b64decode(image["data"], validate=True) if image else b""
        except binascii.Error:
            picture = b""
        if (
            not (picture and _NAME.fullmatch(name))
            or len(picture) > MOST_BYTES
            or name in self.names.values()
        ):
            return refusal(400, 50035, "Invalid Form Body")
        if len(self.names) >= MOST_EMOJIS:
            return refusal(400, 30008, f"Maximum number of emojis reached ({MOST_EMOJIS})")
        return json_response(_payload(self.put(name, picture), name), 201, limits)

    async def _delete(self, request: web.Request) -> web.Response:
        emoji_id = int(request.match_info["emoji_id"])
        if emoji_id not in self.names:
            return refusal(404, 10014, "Unknown Emoji")
        del self.names[emoji_id], self.pictures[emoji_id]
        return web.Response(status=204)

    async def _download(self, request: web.Request) -> web.Response:
        picture = self.pictures.get(int(request.match_info["emoji_id"]))
        return (
            web.Response(status=404)
            if picture is None
            else web.Response(body=picture, content_type="image/png")
        )


def _payload(emoji_id: int, name: str) -> dict[str, Any]:
    return {
        "id": str(emoji_id),
        "name": name,
        "roles": [],
        "user": payloads.bot_user(),
        "require_colons": True,
        "managed": False,
        "animated": False,
        "available": True,
    }
