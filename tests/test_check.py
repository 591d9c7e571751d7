"""Which tests `make check` runs: those that read what has changed, and of too many the nearest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.check.within import READERS, changed_files, nearest, readers_of

PROJECT = Path(__file__).parents[1]
DATA = ("tests/core/systems/test_", "tests/docs/test_systems_guide.py")
RELEASE = ("tests/docs/test_scaling.py", "tests/release/")
ALWAYS = {"tests/test_english.py", "tests/test_house.py"}
PARSER = "tests/core/notation/parsing/test_parser.py::a"
TERMS = "tests/core/notation/parsing/test_terms.py::a"
LUCK = "tests/bot/services/luck/test_luck.py::a[b/c]"
GUIDE = "tests/docs/test_readme.py::a"
SECONDS = {PARSER: 3.0, TERMS: 1.0, LUCK: 2.0, GUIDE: 0.5}


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ([], set()),
        (["bot/app.py"], set()),
        (["docs/adr/0001-one-portable-backup.md"], {"tests/docs/"}),
        (
            ["dicewright/systems/data/coc.toml"],
            {*DATA},
        ),
        (["bot/locale/dicewright.pot", "README.md"], {"tests/bot/test_catalog.py", "tests/docs/"}),
        (
            ["requirements/bot.txt", "deploy/kubernetes/bot.yaml"],
            {*RELEASE},
        ),
    ],
)
def test_files_that_tests_read(changed: list[str], tests: set[str]) -> None:
    assert set(readers_of(changed)) == tests | (ALWAYS if changed else set())


def test_every_reader_exists() -> None:
    own = [path.relative_to(PROJECT).as_posix() for path in (PROJECT / "tests").rglob("test_*.py")]
    for start, tests in READERS:
        assert (PROJECT / start).exists()
        for test in tests:
            assert any(path.startswith(test) for path in own), test


@pytest.mark.parametrize(
    ("changed", "seconds", "first", "kept"),
    [
        (["dicewright/notation/parsing/parser.py"], 3.0, [], [PARSER]),
        (["dicewright/notation/parsing/parser.py"], 4.0, [], [PARSER, TERMS]),
        (["dicewright/notation/parsing/faces.py"], 3.5, [], [TERMS]),
        (["dicewright/notation/parsing/parser.py"], 4.5, [GUIDE], [GUIDE, PARSER, TERMS]),
        (["tests/bot/services/luck/test_luck.py"], 2.5, [], [LUCK, GUIDE]),
        (["bot/services/luck/ranking.py", "README.md"], 0.0, [], [LUCK]),
        ([], 1.5, [], [GUIDE, TERMS]),
        (["bot/services/luck/luck.py"], 100.0, [], list(SECONDS)),
    ],
)
def test_the_nearest_that_fit(changed: list[str], seconds: float, first: list[str], kept: list[str]) -> None:
    assert nearest(SECONDS, changed, SECONDS, seconds=seconds, first=frozenset(first)) == set(kept)


def test_tests_that_have_never_run_are_taken_for_quick_ones() -> None:
    new = [f"tests/bot/test_new.py::{number}" for number in range(50)]
    assert len(nearest([*new, LUCK], [], {LUCK: 1.0}, seconds=2.05)) == 20


def test_what_has_changed_is_a_file_of_the_project() -> None:
    # A deleted file is one that has changed, too.
    assert all(re.fullmatch(r"\S+", path) and not path.startswith("/") for path in changed_files())
