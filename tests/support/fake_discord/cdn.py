"""Discord's CDN: files that people attach to a command, at the URL in the interaction."""

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
    """The size that Discord claims; None for the true one."""
    url: str = ""
    """The URL that Discord claims; "" for the true one."""
    redirect: str = ""
    """The URL that the CDN redirects downloads to; "" for none."""


class Cdn:
    """Keeps the attached files. `origin` is set when the fake starts to listen."""

    def __init__(self) -> None:
        self.origin = ""
        self.downloads: list[str] = []
        """The paths that were requested, in order."""
        self._files: dict[str, Attached] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/attachments/{channel}/{id}/{name}", self._download)]

    def upload(self, file: Attached, attachment_id: int) -> dict[str, Any]:
        """Return Discord's description of an attachment in an interaction."""
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
