"""The JSON Schema of the format: it takes what the loader takes, and knows the same keys."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import dicewright
from dicewright.cli.games.new_game import schema, template
from tests.docs.test_systems_guide import FRAGMENTS
from tests.support.dice.system_keys import accepted, place
from tests.support.game_systems import FILES, HEAD
from tests.support.json_schema import Validator, leaves

_SCHEMA = json.loads(schema())
_VALIDATOR = Validator(_SCHEMA)
_SHIPPED = sorted(Path(dicewright.__file__).parent.joinpath("systems", "data").glob("*.toml"))
_TEXTS = {
    **{file.stem: file.read_text("utf-8") for file in FILES},
    **{f"shipped {file.stem}": file.read_text("utf-8") for file in _SHIPPED},
    **{f"guide {number}": HEAD + text for number, text in enumerate(FRAGMENTS)},
    "template": template(),
}
_ACCEPTED = accepted(FRAGMENTS)


def tables(value, path=()):
    """Yield each table of a file, and where it stands."""
    if isinstance(value, dict):
        yield path, value
    for name, inside in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from tables(inside, (*path, name))


def known_keys(node, path=""):
    """Yield the place of each table with keys of its own in the schema, and these keys."""
    if "properties" in node:
        yield path.removeprefix("."), set(node["properties"])
        for name, inside in node["properties"].items():
            yield from known_keys(inside, f"{path}.{name}")
    if isinstance(node.get("additionalProperties"), dict):
        yield from known_keys(node["additionalProperties"], f"{path}.NAME")
    if "items" in node:
        yield from known_keys(node["items"], f"{path}[]")
    for choice in node.get("anyOf", ()):
        yield from known_keys(choice, path)


def test_it_is_a_schema():
    Validator.check_schema(_SCHEMA)


def test_it_knows_the_keys_that_the_loader_accepts():
    found = {name: keys for name, keys in known_keys(_SCHEMA) if not name.endswith("rows[]")}
    assert found == _ACCEPTED


@pytest.mark.parametrize("name", _TEXTS)
def test_files_that_load_are_valid(name):
    errors = [
        f"{error.json_path}: {error.message}" for error in _VALIDATOR.iter_errors(tomllib.loads(_TEXTS[name]))
    ]
    assert errors == []


@pytest.mark.parametrize("name", _TEXTS)
def test_a_key_without_meaning_is_marked_wherever_it_stands(name):
    changed = tomllib.loads(_TEXTS[name])
    places = {path: inside for path, inside in tables(changed) if place(path) in _ACCEPTED}
    assert () in places
    for inside in places.values():
        inside["nonsense"] = 1
    errors = leaves(_VALIDATOR.iter_errors(changed))
    found = {tuple(each.absolute_path) for each in errors if each.validator == "additionalProperties"}
    assert places.keys() - found == set()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("command",), "two words"),
        (("command",), "2d6"),
        (("name",), 3),
        (("roll",), {}),
        (("roll", "check", "outcomes", 0, "tone"), "good"),
        (("roll", "check", "outcomes", 0, "name"), ""),
        (("roll", "check", "parameters", "pool"), {"min": "one"}),
        (("roll", "check", "pools", "dice"), ["1d6"]),
        (("roll", "check", "show"), "cards"),
        (("roll", "check", "push"), {"name": "Again"}),
        (("test", 0, "faces"), ["six"]),
        (("test", 0), {"roll": "brew 3"}),
        (("test", 0), {"roll": "brew 3", "outcome": "success"}),
        (("table",), {"finds": {"rows": {"many": "x"}}}),
        (("die",), {"coin": {"faces": []}}),
    ],
)
def test_mistakes_that_the_loader_refuses_are_marked(path, value):
    changed = tomllib.loads(template())
    inside = changed
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    assert not _VALIDATOR.is_valid(changed)
