"""docs/systems.md: its files load, its output is what is printed, its reference is what the loader knows."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

import dicewright
from dicewright import DiceError, System
from tests.support.command_line import command
from tests.support.dice.system_keys import accepted
from tests.support.game_systems import HEAD as _HEAD

_GUIDE = Path(__file__).parents[2].joinpath("docs", "systems.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"```(toml|console|python)\n(.*?)```", re.DOTALL)
_FILE = re.compile(r"# (\w+\.toml)\n")
_PARTS = [text for kind, text in _BLOCK.findall(_GUIDE) if kind == "toml" and not _FILE.match(text)]
# Parts of files, such as the reference shows; the first of them is what all others stand below.
FRAGMENTS = _PARTS[1:]


def test_the_head_of_the_examples_is_what_they_are_tried_with():
    assert _PARTS[0].split() == _HEAD.split()


def test_every_file_and_every_output_is_as_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shown = 0
    names = {}
    for kind, text in _BLOCK.findall(_GUIDE):
        if kind == "toml" and (name := _FILE.match(text)):
            Path(name[1]).write_text(text, "utf-8")
        elif kind == "console":
            line, _, expected = text.partition("\n")
            done = command(*shlex.split(line.removeprefix("$ dicewright ")))
            assert done.out + done.err == expected
            shown += 1
        elif kind == "python":
            parser = doctest.DocTestParser()
            test = parser.get_doctest(text, names, "docs/systems.md", None, 0)
            assert test.examples
            assert doctest.DocTestRunner(verbose=False).run(test, clear_globs=False).failed == 0
            names.update(test.globs)
    assert shown >= 5


@pytest.mark.parametrize("text", FRAGMENTS)
def test_every_example_of_the_reference_loads_and_its_tests_hold(text):
    assert System.from_toml(_HEAD + text).tests


def documented() -> dict[str, list[str]]:
    """Return the keys in the first table below each heading of the reference."""
    reference = _GUIDE.partition("## Reference\n")[2].partition("\n## ")[0]
    found = {}
    for section in reference.split("\n### ")[1:]:
        heading, _, text = section.partition("\n")
        name = "" if heading == "Top of the file" else heading.strip("`")
        found[name] = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    return found


def test_the_reference_has_every_key_that_the_loader_accepts_and_no_other():
    keys = documented()
    assert all(len(set(names)) == len(names) for names in keys.values())
    assert {name: set(names) for name, names in keys.items()} == accepted(FRAGMENTS)


@pytest.mark.parametrize(
    "formula",
    re.findall(r"`([^`]+)`", _GUIDE.partition("## What can be read off dice")[2].partition("\nDice are")[0]),
)
def test_every_way_to_read_dice_is_notation_of_systems(formula):
    if formula in ("values", "result", "when", "shift") or re.fullmatch(r"or|[a-z]{2,5}|[<>=]+", formula):
        return
    text = '[symbol]\ns = "success"\n[die.x]\nfaces = ["", "s"]\n[table.effects]\nrows = { "0.." = "calm" }\n'
    reading = formula if re.match(r"[^=o]", formula) else "{@dice}" + formula
    roll = (
        '[roll.check]\npools.red = "1d10"\npools.black = "1d10"\npools.dice = "3d6 + 1d@x"\n'
        'values.hits = "{@dice}=6"\nvalues.miss = "{@dice}=1"\nvalues.total = "@dice"\n'
        f'values.read = "{reading}"\n'
    )
    try:
        assert System.from_toml(_HEAD + text + roll).roll("mine", seed="s").values["read"] is not None
    except DiceError as error:
        pytest.fail(str(error))


def test_every_game_in_the_table_is_shipped():
    table = _GUIDE.partition("## Which games fit")[2].partition("\nTwo do not fit")[0]
    rows = re.findall(r"^\| (?!game|---)(.+?) \| (.+?) \|$", table, re.MULTILINE)
    commands = [command for _, listed in rows for command in re.findall(r"`(\S+)`", listed)]
    assert f"{len(rows)} are included" in table
    assert len(rows) >= 65
    assert all(command in dicewright.systems() for command in commands)
