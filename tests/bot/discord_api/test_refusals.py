"""Discord's refusals in one line: status, code and what to make of it, and never a page of HTML."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.discord_api.refusals import is_refused, reason_of, seconds_to_wait

CLOUDFLARE = "<!DOCTYPE html><html><head><title>Access denied</title></head><body>Error 1015</body></html>"
GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body></html>"


def refusal(status: int, body: Any, **headers: str) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="Reason", headers=headers)
    return discord.HTTPException(response, body)


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (refusal(429, CLOUDFLARE), "status 429: Cloudflare error 1015"),
        (refusal(403, "error code: 1015"), "status 403: Cloudflare error 1015"),
        (refusal(502, GATEWAY), "status 502: a web page instead of an answer from Discord's API"),
        (
            refusal(404, {"code": 10008, "message": "Unknown Message"}),
            "status 404, code 10008: Unknown Message",
        ),
        (refusal(500, ""), "status 500: Reason"),
        (refusal(400, {"code": 0, "message": "two\nlines"}), "status 400: two lines"),
        (discord.RateLimited(12.0), "status 429: rate limited for 12 seconds"),
        (OSError("the line broke"), "the line broke"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_the_reason_is_one_line(failure: BaseException, reason: str) -> None:
    assert reason_of(failure) == reason


def test_a_long_reason_is_cut() -> None:
    assert len(reason_of(refusal(400, {"code": 1, "message": "x" * 5_000}))) < 250


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "3600"}, 3600),
        ({"Retry-After": "-1"}, 0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_to_wait(refusal(429, CLOUDFLARE, **headers)) == seconds


@pytest.mark.parametrize(
    ("status", "refused"), [(400, True), (404, True), (429, True), (500, False), (503, False)]
)
def test_only_what_discord_refused_is_certain(status: int, refused: bool) -> None:
    assert is_refused(refusal(status, "")) is refused
