"""What is said about game systems, in a language made of the catalog: none of it stays in English."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot import texts
from bot.presentation.errors import dice_error_text
from bot.services.systems.calls import GameCalls
from bot.texts import said
from dicewright import DiceError, System, Systems, scripted
from dicewright.cli.games.new_game import schema
from tests.core.systems.loading.test_hostile_files import REFUSED
from tests.core.systems.loading.test_loader import HEADS, MISTAKES
from tests.core.systems.test_calls import ERRORS
from tests.support.game_systems import game, written
from tests.support.texts.pseudo_language import NAME, WIDE, english, pseudo_language, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator


def _keys(schema: Any) -> Iterator[str]:
    """Yield the words of the format, which are the same in any language."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (str(each) for each in schema.get("enum", ()))
        for each in schema.values():
            yield from _keys(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _keys(each)


FORMAT = " ".join(_keys(json.loads(schema())))


@pytest.fixture(scope="module", autouse=True)
def _pseudo_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, pseudo_language(tmp_path_factory.mktemp("locale"), patch):
        yield


@pytest.fixture(autouse=True)
def _language(_pseudo_language: None) -> Iterator[None]:
    """Speak the language: a task of its own runs a fixture of the module."""
    with texts.language(NAME):
        yield


def _english(text: str, *known: str) -> set[str]:
    """Return the words of a text that are neither in the language, nor in what was typed, nor a letter."""
    return english(text, *known, shortest=2)


def _sentence(error: DiceError) -> str:
    return dice_error_text(error).rpartition("```")[2]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _code, _says in ERRORS])
def test_what_is_wrong_with_a_call(name: str, text: str) -> None:
    system = game(name)
    with pytest.raises(DiceError) as caught:
        system.roll(text)
    sentence = _sentence(caught.value)
    labels = [each.described for kind in system.rolls.values() for each in kind.parameters.values()]
    dice = system.description.dice
    assert (
        _english(sentence, text, name, system.name, system.example(system.description.first), *labels, *dice)
        == set()
    )
    assert WIDE.search(sentence)


@pytest.mark.parametrize(
    "text",
    [
        *(written(body) for body, *_others in MISTAKES),
        *(text for text, *_others in HEADS),
        *(text for name, text in REFUSED.items() if name != "lone surrogates"),
    ],
)
def test_what_is_wrong_with_a_file(text: str) -> None:
    with pytest.raises(DiceError) as caught:
        System.from_toml(text)
    sentence = _sentence(caught.value)
    assert _english(sentence, text, FORMAT, "kh kl") == set()
    assert WIDE.search(sentence)


ROLLED = """pools.red = "2d6"
values.sums = "@red"
result = "@sums"
outcomes = [{ name = "high", range = "7.." }, { name = "low" }]
"""


@pytest.mark.parametrize(
    "test",
    [
        'faces = [1, 2]\noutcome = "high"',
        'faces = [1, 2]\nnotes = ["one"]',
        "faces = [1, 2]\nvalues = { sums = 9 }",
        "faces = [1, 2]\nvalues = { x = 9 }",
        "odds = { high = 0.9 }",
        "odds = { other = 0.9 }",
        "faces = [1]\nvalues = { sums = 3 }",
        "faces = [1, 2, 3]\nvalues = { sums = 3 }",
        "faces = [1, 7]\nvalues = { sums = 3 }",
        "faces = [1, 1]\npush = true\nvalues = { sums = 3 }",
        "faces = [1, 1]\nkeep = { red = [1] }\nvalues = { sums = 3 }",
    ],
)
def test_why_a_test_in_a_file_fails(test: str) -> None:
    text = f'{written(ROLLED)}[[test]]\nroll = "mine"\n{test}\n'
    (failure, *_others) = System.from_toml(text, check=False).check()
    sentence = said(failure.sentence)
    assert _english(sentence, text) == set()
    assert WIDE.search(sentence)
    with pytest.raises(DiceError) as caught:
        System.from_toml(text)
    assert _english(_sentence(caught.value), text, "dicewright") == set()


@pytest.mark.parametrize(
    "body",
    [
        'pools.a = "3d6"\nvalues.six = "@a = 6"',
        'pools.a = "1d6"\noutcomes = [{ name = "high", when = "@a > 5" }]',
        ROLLED + '[words.fr]\nnope = "non"',
        'pools.a = "1d6"\nvalues.found = "find(@a)"\n[table.find]\nrows = { "2..6" = "rats" }',
    ],
)
def test_what_could_be_improved_in_a_file(body: str) -> None:
    warnings = System.from_toml(written(body)).warnings
    assert len(warnings) > 1
    for each in warnings:
        assert _english(said(each), body, "mine check words values") == set()
        assert WIDE.search(said(each))


def test_what_a_result_says_by_itself() -> None:
    body = 'pools.a = "1d6"\noutcomes = [{ name = "high", range = "5.." }]\n'
    looks = 'push = { reroll = "all" }\nkeep = { of = ["a"], max = "1" }\nopposed = { by = ["@a"] }\n'
    system = System.from_toml(written(body + looks))
    calls = GameCalls(Systems([system]))
    (played,) = calls.read("mine").roll(scripted([1])).rolls
    assert played.message == f"1: {spoken('no outcome')}"
    assert (played.ways.push, played.ways.keep) == (spoken("Push"), spoken("Keep"))
    assert calls.read("mine vs mine").roll(scripted([2, 2])).verdict == spoken("tie").capitalize()
