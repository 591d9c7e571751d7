"""The website's own guides: what they tell a reader to type is understood, and their code runs as shown."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import dicewright
from bot.services.characters.sheet import read_sheet, with_other_names
from bot.services.saved.names import with_joined_names
from bot.services.saved.resolving import resolve_among
from bot.services.saved.uses import MissingValues
from bot.services.systems.calls import GameCalls
from bot.services.systems.home_made import home_made
from bot.services.systems.plain_tables import table_file

REPOSITORY = Path(__file__).parents[2]


def page(name: str) -> str:
    return REPOSITORY.joinpath("docs", name).read_text(encoding="utf-8")


TYPED = re.findall(r"`/(?:roll|odds) ([^`]+)`", page("players.md") + page("game-masters.md"))
CALLS = re.findall(r"`((?:v5|coc|pbta|sr)\b[^`]*)`", page("players.md") + page("game-masters.md"))
SAVED = dict(re.findall(r"`/saved add (\w+) ([^`]+)`", page("players.md")))
(SHEET,) = re.findall(r"```text\n(.*?)```", page("players.md"), re.DOTALL)
NAMES = SAVED | with_other_names(read_sheet(SHEET).values)
# Rolled without values, these show a form.
ASKED_FOR_VALUES = {"@hunt"}
# The games that the pages say how to add: the last version of Ember, and the table of plain lines.
EMBER = re.findall(r"```toml\n# ember\.toml\n(.*?)```", page("systems.md"), re.DOTALL)[-1]
(LOOT,) = re.findall(r"```text\n(.*?)```", page("game-masters.md"), re.DOTALL)
HOME_MADE = [dicewright.System.from_toml(EMBER), home_made(table_file("loot", LOOT))]
OFFERED = re.findall(r'data-roll="([^"]+)"', page("index.md"))


@pytest.mark.parametrize("text", dict.fromkeys([*TYPED, *CALLS, *OFFERED]))
def test_what_a_reader_is_told_to_type_can_be_rolled(text: str) -> None:
    systems = dicewright.systems().with_systems(HOME_MADE)
    games = GameCalls(systems)
    text = with_joined_names(text, NAMES, bare=True)
    if games.begins_call(text) or systems.understands(text):
        assert games.read(text, names=NAMES).roll(None).rolls
        return
    if text in ASKED_FOR_VALUES:
        with pytest.raises(MissingValues):
            resolve_among(text, NAMES, deepest=3, limits=dicewright.DEFAULT_LIMITS)
        return
    meant = resolve_among(text, NAMES, deepest=3, limits=dicewright.DEFAULT_LIMITS)
    rolled = systems.roll if meant.call else dicewright.roll
    rolled(meant.text, names=meant.names or None, seed="example")


def test_there_is_something_to_type() -> None:
    assert len(TYPED) >= 10
    assert len(CALLS) >= 5
    assert len(OFFERED) >= 5


def test_the_cookbook_runs_as_shown() -> None:
    text = page("cookbook.md")
    code = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "cookbook.md", None, 0)
    assert doctest.DocTestRunner().run(test).failed == 0
    assert len(re.findall(r"^## .*\?$", text, re.MULTILINE)) == 20


@pytest.mark.parametrize("benchmark", re.findall(r"`make bench FILE=(\w+)`", page("comparison.md")))
def test_the_comparison_names_benchmarks_that_exist(benchmark: str) -> None:
    assert (REPOSITORY / "bench" / f"{benchmark}.py").is_file()
