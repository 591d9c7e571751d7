"""Every reply goes through the catalog: in a made-up language, nothing is left in English."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot import texts
from release.texts import TEMPLATE
from tests.support.dice.brackets import Brackets
from tests.support.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Discord shows to people, by the name it has in a message.
_READ = {"content", "title", "description", "name", "text", "label", "placeholder"}
# Notation, with its notes and functions, and names.
_PLAIN = re.compile(r"`[^`]*`|<[^<>]*>|https?://\S+|\S*\d\S*|\S*\(.*\)|#.*|@\w+|\b(?:Robin|Morgan)\b")
_COMMANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("roll", {"dice": "1d20"}),
    ("roll", {"dice": "1d20; 2d6", "note": "1"}),
    ("roll", {"dice": "1d20+5 vs 15"}),
    ("roll", {"dice": "8d10>=8"}),
    ("roll", {"dice": "8d10>=8f1"}),
    ("roll", {"dice": "1d20", "visibility": "blind"}),
    ("roll", {"dice": "1d20", "visibility": "only_me"}),
    ("odds", {"dice": "1d20"}),
    ("odds", {"dice": "1d20", "versus": "2d6"}),
    ("odds", {"dice": "1d20", "at_least": 15}),
    ("odds", {"dice": "1d20", "at_least": 3, "at_most": 5}),
    ("odds", {"dice": "1d20", "exactly": 5}),
    ("odds", {"dice": "3d6!", "at_most": 5}),
    ("odds", {"dice": "9000d6"}),
    ("odds", {"dice": "1d20+5 vs 15"}),
    ("luck", {}),
    ("luck", {"since": "6 hours"}),
    ("fairness", {}),
    ("history", {}),
    ("history", {"search": "1d4"}),
    ("history", {"since": "last summer"}),
    ("privacy", {}),
    ("help", {}),
    ("help", {"about": "count"}),
    ("help", {"about": "5d6 e6"}),
    ("help", {"about": "zzz"}),
    ("pad", {}),
    ("settings", {}),
    ("saved list", {}),
    ("saved add", {"name": "x1", "roll": "1d20"}),
    ("saved add", {"name": "x2", "roll": "@x3"}),
    ("saved show", {"name": "x9"}),
    ("saved export", {"for": "server"}),
    ("saved import", {}),
    ("saved import", {"code": "1"}),
)


@pytest.mark.parametrize(
    ("command", "options"), _COMMANDS, ids=[f"{name} {given}" for name, given in _COMMANDS]
)
async def test_each_reply_is_in_the_language_of_the_player(
    command: str, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    brackets = Brackets()
    monkeypatch.setattr(texts, "_load", lambda _name: brackets)
    # Texts cached by language, such as buttons, may have been made in English by another test.
    monkeypatch.setattr(texts, "_known", lambda _name: "brackets")
    async with table(*([3] * 16)) as at:
        for person in (at.player, at.game_master):
            await person.slash(at.channel, command, **options)
        replies = [request.json for request in at.requests("POST", "/callback")]
        replies += [request.json for request in at.requests("PATCH", "/@original")]
    assert replies
    found = [text for reply in replies for text in _shown(reply)]
    assert any("⟦" in text for text in found)
    assert [text for text in map(_outside, found) if re.search(r"[^\W\d_]{3,}", text)] == []


class _Polish(Brackets):
    def gettext(self, message: str) -> str:
        return {"Roll dice": "Rzuć kośćmi"}.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return {("command", "roll"): "rzut", ("command", "dice"): "kości"}.get((context, message), message)


async def test_commands_have_names_and_descriptions_in_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    polish, english = _Polish(), gettext.NullTranslations()
    monkeypatch.setattr(texts, "_load", lambda name: polish if name == "pl" else english)
    monkeypatch.setattr("bot.client.are_translated", lambda: True)
    async with table() as at:
        (request,) = at.requests("PUT", "/commands")
        roll, short = request.json[:2]
        assert (roll["name"], roll["name_localizations"]) == ("roll", {"pl": "rzut"})
        assert (roll["description"], roll["description_localizations"]) == (
            "Roll dice",
            {"pl": "Rzuć kośćmi"},
        )
        assert roll["options"][0]["name_localizations"] == {"pl": "kości"}
        assert short["name_localizations"] == {}
        await at.restart()
        assert len(at.requests("PUT", "/commands")) == 1


def test_the_template_has_the_name_of_every_command_and_option() -> None:
    written = (Path(__file__).parents[3] / TEMPLATE).read_text(encoding="utf-8")
    for name in ("roll", "dice", "visibility", "saved", "list", "for", "at_least", "fairness"):
        assert f'msgctxt "command"\nmsgid "{name}"\n' in written


def _shown(part: Any, key: str = "") -> Iterator[str]:
    match part:
        case dict():
            for name, inner in part.items():
                # The value of a field is read; that of an option is not.
                yield from _shown(inner, "text" if name == "value" and "inline" in part else name)
        case list():
            for inner in part:
                yield from _shown(inner, key)
        case str() if key in _READ:
            yield part


def _outside(text: str) -> str:
    """Return the parts of a text that are neither in brackets nor notation."""
    while text != (inner := re.sub("⟦[^⟦⟧]*⟧", "", text)):
        text = inner
    return _PLAIN.sub("", text)
