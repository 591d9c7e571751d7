"""The catalog: other languages are files, and English is what they lack."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot import texts
from bot.texts import N_, _, in_language, language, ngettext, number, pgettext, said, speak
from dicewright.rendering import Phrase, decimal, plural, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TITLE = N_("Your rolls")
POLISH_COUNTS = {1: "1 rzut", 3: "3 rzuty", 5_000: "5\N{NO-BREAK SPACE}000 rzutów"}


@pytest.fixture(autouse=True)
def _polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have one language with three plurals, in which only some texts are translated."""
    catalog = Catalog("pl")
    catalog.add("Your rolls", "Twoje rzuty")
    catalog.add("Hello, {name}.", "Cześć, {name}.")
    catalog.add(("{count} roll", "{count} rolls"), ("{count} rzut", "{count} rzuty", "{count} rzutów"))
    catalog.add("Roll", "Rzuć", context="button")
    catalog.add("No {what}.", "Bez {what}.")
    catalog.add(",", "\N{NO-BREAK SPACE}", context="the separator in 1,234")
    catalog.add(".", ",", context="the point in 3.5")
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "dicewright.mo").open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    texts._load.cache_clear()
    yield
    texts._load.cache_clear()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "pl",
            [
                "Twoje rzuty",
                "Cześć, Robin.",
                "Rzuć",
                "Roll",
                "1 rzut",
                "3 rzuty",
                "5\N{NO-BREAK SPACE}000 rzutów",
            ],
        ),
        ("en-GB", ["Your rolls", "Hello, Robin.", "Roll", "Roll", "1 roll", "3 rolls", "5,000 rolls"]),
        ("tlh", ["Your rolls", "Hello, Robin.", "Roll", "Roll", "1 roll", "3 rolls", "5,000 rolls"]),
    ],
)
def test_a_language_says_what_it_has_and_english_the_rest(name: str, said: list[str]) -> None:
    with language(name):
        counted = [ngettext("{count} roll", "{count} rolls", count) for count in (1, 3, 5_000)]
        assert [
            _(TITLE),
            _("Hello, {name}.", name="Robin"),
            pgettext("button", "Roll"),
            _("Roll"),
            *counted,
        ] == said
    assert _(TITLE) == "Your rolls"


def test_what_players_typed_is_put_in_as_it_is() -> None:
    assert _("Hello, {name}.", name="{name} {0} %s") == "Hello, {name} {0} %s."
    assert _("It is {example}.") == "It is {example}."


async def test_each_task_speaks_a_language_of_its_own() -> None:
    async def said(name: str) -> str:
        speak(name)
        await asyncio.sleep(0)
        return await asyncio.to_thread(_, TITLE)

    assert await asyncio.gather(said("pl"), said("en-US"), said("pl")) == [
        "Twoje rzuty",
        "Your rolls",
        "Twoje rzuty",
    ]
    assert _(TITLE) == "Your rolls"


@pytest.mark.parametrize(
    ("name", "message", "context", "found"),
    [
        ("pl", "Your rolls", "", "Twoje rzuty"),
        ("pl", "Roll", "button", "Rzuć"),
        ("pl", "Roll", "", None),
        ("de", "Your rolls", "", None),
    ],
)
def test_what_a_language_lacks_is_known(name: str, message: str, context: str, found: str | None) -> None:
    assert in_language(name, message, context=context) == found


def test_whether_there_is_another_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts.are_translated()
    monkeypatch.setattr(texts, "FOLDER", tmp_path / "none")
    assert not texts.are_translated()


def test_numbers() -> None:
    assert [number(each) for each in (0, -1_234, 10**9)] == ["0", "-1,234", "1,000,000,000"]


def _rolls(count: int) -> str:
    return plural("{count} roll", "{count} rolls", count)


@pytest.mark.parametrize(
    ("phrase", "polish"),
    [
        ("Your rolls", "Your rolls"),
        (Phrase("Your rolls"), "Twoje rzuty"),
        (Phrase("Not there: {{1d6, 1d8}}"), "Not there: {1d6, 1d8}"),
        (Phrase("Hello, {name}.", name="{name} 1,234.5"), "Cześć, {name} 1,234.5."),
        (Phrase("No {what}.", what=5_000), "Bez 5\N{NO-BREAK SPACE}000."),
        (Phrase("No {what}.", what=decimal(5000.5)), "Bez 5\N{NO-BREAK SPACE}000,5."),
        *(
            (Phrase("No {what}.", what=_rolls(each)), f"Bez {counted}.")
            for each, counted in POLISH_COUNTS.items()
        ),
        (sentences(Phrase("Hello, {name}.", name="Jo"), Phrase("No {what}.", what=1)), "Cześć, Jo. Bez 1."),
    ],
)
def test_a_phrase_of_the_library_is_said_with_all_that_is_in_it(phrase: str, polish: str) -> None:
    assert said(phrase) == phrase
    with language("pl"):
        assert said(phrase) == polish
