"""Checking request bodies against Discord's own OpenAPI document."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.support.json_schema import Validator, leaves

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

_BESIDE_THE_PROJECT = Path(__file__).parents[3] / "shared" / "reference" / "discord-openapi.json"
_DOCUMENT = "discord-openapi"


def document_path() -> Path | None:
    """Return the path of Discord's document: next to the project, or the value of DISCORD_OPENAPI."""
    candidates = [_BESIDE_THE_PROJECT, Path(os.environ.get("DISCORD_OPENAPI", ""))]
    return next((path for path in candidates if path.is_file()), None)


class DiscordSchema:
    """Validates bodies against Discord's document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._paths = document["paths"]
        self._registry: Registry[Any] = Registry().with_resource(
            _DOCUMENT, DRAFT202012.create_resource(document)
        )
        self._patterns = sorted(
            ((re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), path) for path in self._paths),
            key=lambda pair: pair[1].count("{"),
        )

    def problem(self, method: str, path: str, body: Any) -> str | None:
        """Return what is wrong with a request, or None. A route that Discord doesn't have is wrong, too."""
        template = next((name for pattern, name in self._patterns if pattern.fullmatch(path)), None)
        operation = self._paths.get(template, {}).get(method.lower())
        if template is None or operation is None:
            return f"Discord has no {method} {path}"
        content = operation.get("requestBody", {}).get("content", {})
        if body is None:
            required = operation.get("requestBody", {}).get("required", False)
            return f"{method} {path} needs a body" if required else None
        if "application/json" not in content:
            return f"{method} {path} takes no JSON body"
        validator = self._validator(template, method.lower())
        error = max(leaves(validator.iter_errors(body)), key=_depth, default=None)
        return None if error is None else f"{method} {path}: {error.json_path}: {error.message}"

    @cache  # noqa: B019 - one document for the whole run
    def _validator(self, template: str, method: str) -> Draft202012Validator:
        pointer = template.replace("~", "~0").replace("/", "~1")
        reference = f"{_DOCUMENT}#/paths/{pointer}/{method}/requestBody/content/application~1json/schema"
        return Validator({"$ref": reference}, registry=self._registry)


def _depth(error: ValidationError) -> int:
    # The intended member of a union is the one that matches the most of the body.
    return len(error.absolute_path)


@cache
def discord_schema() -> DiscordSchema | None:
    """Return Discord's schema, or None on a machine without it."""
    path = document_path()
    return DiscordSchema(json.loads(path.read_text(encoding="utf-8"))) if path else None
