"""Discord's rules for request bodies, including those that its OpenAPI document doesn't have."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.support.openapi import discord_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EMBED_CHARACTERS = 6_000
COMPONENT_ROWS = 5
LAYOUT_COMPONENTS = 40
_LAYOUT_FLAG = 1 << 15
_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")


def problems(method: str, path: str, body: Any) -> list[str]:
    """Return everything that Discord would refuse in a request."""
    return list(_problems(method, path, json.dumps(body)))


# Nearly every bot in the tests registers the same commands.
@lru_cache(maxsize=100)
def _problems(method: str, path: str, written: str) -> tuple[str, ...]:
    body = json.loads(written)
    schema = discord_schema()
    found = [schema.problem(method, path, _documented(body))] if schema else []
    if path.endswith("/commands") and isinstance(body, list):
        for command in body:
            found += command_problems(command)
    elif isinstance(body, dict):
        found += message_problems(body.get("data", body) or {})
    return tuple(problem for problem in found if problem)


def _documented(value: Any, within: str = "") -> Any:
    """Return a body with all ids as text.

    discord.py writes the ids of files and of chosen channels as numbers, which Discord accepts, although its
    document says otherwise.
    """
    if isinstance(value, list):
        return [_documented(each, within) for each in value]
    if isinstance(value, dict):
        return {key: _documented(each, key) for key, each in value.items()} | (
            {"id": str(value["id"])} if within in ("attachments", "default_values") else {}
        )
    return value


def message_problems(message: dict[str, Any]) -> Iterator[str]:
    """Yield the rules that a message, or the answer to an interaction, breaks."""
    embeds = message.get("embeds") or []
    characters = sum(map(_embed_characters, embeds))
    if characters > EMBED_CHARACTERS:
        yield f"{characters} characters over all embeds; Discord takes {EMBED_CHARACTERS}"
    rows = message.get("components") or []
    components = list(_walk(rows))
    if message.get("flags", 0) & _LAYOUT_FLAG:
        if len(components) > LAYOUT_COMPONENTS:
            yield f"{len(components)} components in a layout; Discord takes {LAYOUT_COMPONENTS}"
    elif len(rows) > COMPONENT_ROWS:
        yield f"{len(rows)} rows of components; Discord takes {COMPONENT_ROWS}"
    counts = Counter(each["custom_id"] for each in components if "custom_id" in each)
    yield from (f'custom_id "{name}" is used {count} times' for name, count in counts.items() if count > 1)


def command_problems(command: dict[str, Any]) -> Iterator[str]:
    """Yield the rules that a slash command breaks, including those for its options and subcommands."""
    name = command["name"]
    if command.get("type", 1) != 1 and "options" not in command:
        return
    if not _COMMAND_NAME.fullmatch(name) or name != name.lower():
        yield f'"{name}" is not a lower case command name'
    options = command.get("options") or []
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{name}: an optional option stands before a required one"
    for option in options:
        yield from command_problems(option)


def _embed_characters(embed: dict[str, Any]) -> int:
    texts = [
        embed.get("title"),
        embed.get("description"),
        (embed.get("author") or {}).get("name"),
        (embed.get("footer") or {}).get("text"),
        *(text for field in embed.get("fields") or [] for text in (field.get("name"), field.get("value"))),
    ]
    return sum(len(text) for text in texts if text)


def _walk(components: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components") or [])
        if accessory := component.get("accessory"):
            yield accessory
