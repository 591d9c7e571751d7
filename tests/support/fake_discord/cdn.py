"""Discord's CDN: what people attach to a command, at the address that the interaction names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.support.fake_discord import payloads


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a person attaches to a command."""

    filename: str
    content: bytes
    size: int | None = None
    """What Discord says its size is; None for the truth."""
    url: str = ""
    """Where Discord says it is; "" for the truth."""
    redirect: str = ""
    """Where the CDN redirects downloads of it; "" for nowhere."""


class Cdn:
    """Keeps what was attached. `origin` is set when the fake listens."""

    def __init__(self) -> None:
        self.origin = ""
        self.downloads: list[str] = []
        """The paths that were asked for, in order."""
        self._files: dict[str, Attached] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/attachments/{channel}/{id}/{name}", self._download)]

    def upload(self, file: Attached, attachment_id: int) -> dict[str, Any]:
        """Return the attachment as Discord describes it in an interaction."""
        path = f"/attachments/{payloads.CHANNEL_ID}/{attachment_id}/{file.filename}"
        self._files[path] = file
        url = file.url or f"{self.origin}{path}"
        return {
            "id": str(attachment_id),
            "filename": file.filename,
            "size": len(file.content) if file.size is None else file.size,
            "url": url,
            "proxy_url": url,
            "content_type": "text/plain; charset=utf-8",
            "ephemeral": True,
        }

    async def _download(self, request: web.Request) -> web.Response:
        self.downloads.append(request.path)
        file = self._files.get(request.path)
        if file is None:
            return web.Response(status=404)
        if file.redirect:
            return web.Response(status=302, headers={"Location": file.redirect})
        return web.Response(body=file.content, content_type="text/plain")
