"""What the REST API records, and the faults that it can inject into requests."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.support.fake_discord.limits import too_many


@dataclass(frozen=True, slots=True)
class Request:
    """One REST request of the bot; `path` is without the prefix."""

    method: str
    path: str
    body: Any
    authorization: str
    files: tuple[dict[str, Any], ...] = ()
    """Name, size, description, type and text of each file in the body; a picture has no text."""
    worker: int = 0
    """The worker of the API that it was sent to."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it was shown or edited, and to whom: one person, or everyone in its channel."""

    message: dict[str, Any]
    channel_id: int
    only_for: int | None = None
    interaction_id: int | None = None
    """The interaction that it answers."""
    at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    """When, by the clock of the event loop."""
    files: tuple[str, ...] = ()
    """The texts of the files in it."""


@dataclass(slots=True)
class Fault:
    """What to do to the next matching requests, instead of or before answering them."""

    method: str
    path: str
    status: int = 0
    body: dict[str, Any] | str = field(default_factory=dict)
    """JSON, or the text of a page from a proxy in front of Discord."""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    times: int = 1
    takes_effect: bool = False
    """Whether Discord processes the request, and only its response gets lost."""
    breaks: bool = False
    """Whether the connection ends without a response."""
    fresh_only: bool = False
    """Whether it spares what a fault has hit before: several in a row take longer than a player waits."""

    @classmethod
    def rate_limit(cls, method: str, path: str, *, retry_after: float, everywhere: bool = False) -> Fault:
        """Return a 429 as Discord gives it."""
        body, headers = too_many(retry_after, everywhere=everywhere)
        return cls(method, path, 429, body, headers)

    def hits(self, request: Request) -> bool:
        return (
            self.times > 0
            and re.fullmatch(self.method, request.method) is not None
            and re.fullmatch(self.path, request.path) is not None
        )


async def read_body(request: web.Request) -> tuple[Any, tuple[dict[str, Any], ...]]:
    """Return the JSON body, and descriptions of the files with it."""
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return json.loads(text) if text else None, ()
    # aiohttp's reader takes a tenth of the time of the standard library's: benchmarks send many files.
    form = dict(await request.post())
    body = json.loads(form.pop("payload_json"))  # type: ignore[arg-type]  # a field with text
    declared = (body.get("data") or body).get("attachments") or []
    descriptions = {f"files[{each['id']}]": each.get("description") for each in declared}
    return body, tuple(
        _file(part, descriptions.get(name)) for name, part in form.items() if isinstance(part, web.FileField)
    )


def _file(part: web.FileField, description: str | None) -> dict[str, Any]:
    content = part.file.read()
    return {
        "filename": part.filename,
        "size": len(content),
        "content_type": part.content_type,
        "description": description,
        "text": _text(content),
    }


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
