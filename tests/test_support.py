"""The checkers of request bodies are themselves checked: each must be able to fail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.discord_rules import command_problems, message_problems, problems
from tests.support.openapi import discord_schema

CALLBACK = "/interactions/1/token/callback"
COMMANDS = "/applications/1/commands"

needs_document = pytest.mark.skipif(
    discord_schema() is None,
    reason="Discord's OpenAPI document is not on this machine; set DISCORD_OPENAPI to its path",
)


def embed(**parts: Any) -> dict[str, Any]:
    return {"type": 4, "data": {"embeds": [{"description": "12", **parts}]}}


def row(*names: str) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, "style": 2, "custom_id": name} for name in names]}


@needs_document
@pytest.mark.parametrize(
    ("method", "path", "body", "complaint"),
    [
        ("POST", CALLBACK, embed(), None),
        ("POST", CALLBACK, embed(description="x" * 4097), "too long"),
        ("POST", CALLBACK, embed(author={"name": "x" * 257}), "too long"),
        ("POST", CALLBACK, embed(color=-1), "less than the minimum"),
        ("POST", CALLBACK, {"type": 4, "data": {"content": "x" * 2001}}, "too long"),
        ("POST", CALLBACK, {"type": 4, "data": {"embeds": [{}] * 11}}, "too long"),
        ("POST", CALLBACK, {"type": 99}, "$"),
        ("POST", CALLBACK, None, "needs a body"),
        ("PUT", COMMANDS, [{"name": "roll", "description": "Roll dice", "type": 1}], None),
        ("PUT", COMMANDS, [{"name": "roll", "description": "x" * 101, "type": 1}], "too long"),
        ("GET", "/users/@me", None, None),
        ("GET", "/no/such/route", None, "Discord has no"),
        ("POST", "/users/@me", {}, "Discord has no"),
    ],
)
def test_discords_document(method: str, path: str, body: Any, complaint: str | None) -> None:
    found = problems(method, path, body)
    if complaint is None:
        assert found == []
    else:
        assert any(complaint in problem for problem in found), found


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ({"embeds": [{"description": "x" * 3000}] * 2, "components": [row("a", "b")]}, None),
        ({"embeds": [{"description": "x" * 3000}, {"description": "x" * 3000, "title": "y"}]}, "6001"),
        ({"embeds": [{"fields": [{"name": "x" * 200, "value": "y" * 1000}] * 6}]}, "7200"),
        ({"components": [row(str(number)) for number in range(6)]}, "6 rows"),
        ({"components": [row("a"), row("a")]}, '"a" is used 2 times'),
        ({"flags": 1 << 15, "components": [row(*map(str, range(40)))]}, "41 components"),
    ],
)
def test_rules_for_messages(message: dict[str, Any], complaint: str | None) -> None:
    assert _fits(list(message_problems(message)), complaint)


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ({"name": "roll", "options": [{"name": "a", "required": True}, {"name": "b"}]}, None),
        ({"name": "Roll these dice", "type": 3}, None),
        ({"name": "Roll"}, "lower case"),
        ({"name": "roll dice"}, "lower case"),
        ({"name": "roll", "options": [{"name": "b"}, {"name": "a", "required": True}]}, "optional option"),
        ({"name": "saved", "options": [{"name": "Add"}]}, "lower case"),
    ],
)
def test_rules_for_commands(command: dict[str, Any], complaint: str | None) -> None:
    assert _fits(list(command_problems(command)), complaint)


def _fits(found: list[str], complaint: str | None) -> bool:
    return found == [] if complaint is None else any(complaint in problem for problem in found)
