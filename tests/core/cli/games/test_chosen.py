"""Rolls of game systems on the command line, beside plain notation that stays as it is."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from dicewright import SystemResult, roll
from dicewright.cli import terminal
from dicewright.cli.games import result_lines
from dicewright.randomness import scripted
from tests.core.cli.test_command import environment
from tests.support.command_line import command, ship_the_examples
from tests.support.game_systems import FOLDER, game, written


@pytest.fixture(autouse=True)
def shipped(monkeypatch):
    return ship_the_examples(monkeypatch)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("v5 7 h2 vs 3", "v5"),
        ("VTM5 7 vs 3 h2", "v5"),
        ("vampire 4", "v5"),
        ("pbta +2", "pbta"),
        ("gurps 12-3", "gurps"),
        ("alien panic s3", "alien"),
        ("genesys yyg", "genesys"),
        ("cortex d6 d8 d10", "cortex"),
        ("cod12", "cofd"),
    ],
)
def test_a_call_says_what_it_means_and_shows_the_dice_below(call, name):
    result = game(name).roll(call, seed="s")
    out, err, status = command(*call.split(), "--seed", "s")
    first, dice, *_ = out.splitlines()
    assert (err, status) == ("", 0)
    assert first == ", ".join([result.message, *result.notes])
    assert [pool for pool in result.pools if result.pools[pool]] == [
        part.split(" ")[0] for part in dice.split("; ")
    ]


@pytest.mark.parametrize(
    ("name", "call", "faces", "lines"),
    [
        (
            "v5",
            "v5 5 h2 vs 4",
            [10, 3, 10, 4, 2],
            ["4 against 4: messy critical", "red 10, 3; black 10, 4, 2"],
        ),
        ("v5", "v5 2", [10, 3], ["1 against 1: win", "black 10, 3"]),
        (
            "alien",
            "alien 4 s2",
            [6, 3, 2, 5, 1, 4],
            ["1 successes: success, panic", "plain 6, 3, 2, 5; yellow 1, 4", "next: alien panic s2"],
        ),
        ("genesys", "genesys yg", [12, 1], ["success (1), side effects 0, triumph", "pool T, blank"]),
        ("cpr", "cpr 14 vs 15", [10, 4], None),
    ],
)
def test_the_lines_of_a_result(name, call, faces, lines):
    result = game(name).roll(call, dice=scripted(faces))
    found = result_lines.written(result, terminal.plain_style()).splitlines()
    if lines is None:
        assert len(result.dice) == len(faces)
        assert sum(len(part.split(", ")) for part in found[1].split("; ")) == len(faces)
    else:
        assert found == lines


def test_words_cannot_move_the_cursor_and_colors_stay():
    text = written('pools.die = "1d6"\nmessage = "\\u001b[2J{result}"')
    result = game("v5").from_toml(text).roll("mine", dice=scripted([4]))
    shown = result_lines.written(result, terminal.colored_style())
    assert "\x1b[2J" not in shown
    assert shown.startswith("\x1b[1m")


def test_two_hundred_dice_are_shown_and_the_others_are_counted():
    text = written('pools.dice = "500d6"')
    result = game("v5").from_toml(text).roll("mine", seed="s")
    last = result_lines.written(result, terminal.plain_style()).splitlines()[-1]
    assert last.endswith(" … and 300 more")


def test_json_is_a_result_again_and_only_the_first_has_the_seed():
    out, err, status = command("--json", "--seed", "s", "--times", "2", "v5 7 h2 vs 3")
    first, second = [SystemResult.from_dict(json.loads(line)) for line in out.splitlines()]
    assert (err, status, first.seed, second.seed) == ("", 0, "s", None)
    assert first.to_dict() == game("v5").roll("v5 7 h2 vs 3", seed="s").to_dict()
    assert first.faces != second.faces


def test_calls_plain_rolls_and_names_stand_side_by_side_on_lines():
    out, err, status = command("--seed", "s", given="@spot = 55\ncoc spot\n2d6\nv5 0\n")
    assert out.splitlines()[0].startswith(game("coc").roll("coc 55", seed="s").message)
    assert out.splitlines()[-1].startswith("2d6 (")
    assert err.startswith("line 4:\nv5 0\n   ^\nDice in all should be 1 to 30.")
    assert status == 2


@pytest.mark.parametrize(
    "text",
    ["4d6kh3", "d20", "1d20 vs 15", "if(1d20 vs 15, 2d6, 0)", "2d6[v5] # v5 7 h2", "-1d4 + 5", "4dF", "3"],
)
def test_plain_notation_is_rolled_as_before(text):
    assert command(text, "--seed", "s") == (f"{roll(text, seed='s')}\n", "", 0)


@pytest.mark.parametrize("words", [("4d6kh3",), ("odds", "4d6kh3"), ("roll", "1d20", "+", "5")])
def test_plain_notation_reads_no_system(words):
    program = (
        f"import sys; from dicewright.cli import main; main({words!r});"
        "print([name for name in sys.modules if name.startswith('dicewright.systems.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["v5"], "v5\n  ^\nv5 needs a number: Dice in all. For example, v5 5 h2 vs 4.\n"),
        (["v5", "7", "h9"], "v5 7 h9\n     ^^\nHunger should be 0 to 5."),
        (["odds", "v5", "7", "h9"], "v5 7 h9\n     ^^\nHunger should be 0 to 5."),
        (["4d6kx3"], "4d6kx3\n   ^^\n"),
        (["nonsense 3"], "nonsense 3\n"),
        (["odds", "nonsense 3"], "nonsense 3\n"),
    ],
)
def test_a_mistake_is_pointed_at(words, complaint):
    out, err, status = command(*words)
    assert (out, status) == ("", 2)
    assert err.startswith(complaint)


def test_a_file_of_ones_own_is_known_besides_those_shipped(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(written('pools.die = "1d6"'), "utf-8")
    face = roll("1d6", seed="s").total
    assert command("--system", str(file), "mine", "--seed", "s") == (f"{face}\ndie {face}\n", "", 0)
    assert command("--system", str(file), "v5 7", "--seed", "s") == command("v5 7", "--seed", "s")
    assert command("mine").status == 2


def test_a_file_of_ones_own_takes_the_place_of_one_that_is_shipped(tmp_path):
    file = tmp_path / "v5.toml"
    text = (FOLDER / "v5.toml").read_text("utf-8").replace("against {difficulty}", "of {difficulty}")
    file.write_text(text.split("[[test]]")[0], "utf-8")
    assert " of 3: " in command("--system", str(file), "v5 7 vs 3").out
    assert " against 3: " in command("v5 7 vs 3").out


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "No such file or directory.\n"),
        (b"\xff\xfe", "This file is not UTF-8 text.\n"),
        (b"format = 1\nname = x\n", "name = x\n       ^\nLine 2: This is not TOML: "),
        (
            b'format = 1\nname = "M"\ncommand = "mine"\n[roll.a]\npools.p = "4d6kx3"\n',
            "4d6kx3\n   ^^\nLine 5, roll.a.pools.p: ",
        ),
        (b"#" * 70_000, "The file of a system can have at most 64 KiB. Remove what the rolls do not need.\n"),
        (
            b"#" * 3_000_000,
            "The file of a system can have at most 64 KiB. Remove what the rolls do not need.\n",
        ),
    ],
)
@pytest.mark.parametrize("before", [["--system"], ["odds", "--system"], ["systems", "--system"]])
def test_a_file_that_cannot_be_used_is_explained_with_its_name(tmp_path, content, complaint, before):
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_bytes(content)
    rest = [] if before[0] == "systems" else ["mine"]
    out, err, status = command(*before, str(file), *rest)
    assert (out, status) == ("", 2)
    assert err.startswith(f"{file}:\n{complaint}")


@pytest.mark.parametrize(
    "words",
    [
        ["--system", "FILE", "odds", "mine"],
        ["--system=FILE", "odds", "mine"],
        ["odds", "--system", "FILE", "mine"],
        ["odds", "mine", "--system", "FILE"],
        ["--json", "--system", "FILE", "odds", "mine"],
        ["--system", "FILE", "systems", "mine"],
        ["systems", "mine", "--system", "FILE"],
    ],
)
def test_options_may_stand_before_a_command(tmp_path, words):
    file = tmp_path / "own.toml"
    file.write_text(written('pools.dice = "1d6"'), "utf-8")
    out, err, status = command(*[word.replace("FILE", str(file)) for word in words])
    assert (err, status) == ("", 0)
    assert "mine" in out.lower()
