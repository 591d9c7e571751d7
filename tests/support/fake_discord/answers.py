"""Request contents, and Discord's answers in JSON."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

# The content of a request, read once.
BODY: web.RequestKey[Any] = web.RequestKey("body", object)
FILES: web.RequestKey[tuple[dict[str, Any], ...]] = web.RequestKey("files", tuple)


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # discord.py treats a response as JSON only if the type has no charset after it.
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


def refusal(status: int, code: int, text: str) -> web.Response:
    return json_response({"code": code, "message": text}, status)
