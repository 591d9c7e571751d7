"""`dicewright test`: what passed, what failed, what no test reaches, and the exit status."""

from __future__ import annotations

import pytest

from tests.support.command_line import command
from tests.support.game_systems import FILES, written

BODY = """\
pools.die = "1d6"
outcomes = [{ name = "high", range = "4.." }, { name = "low" }]
"""


def report(tmp_path, tests):
    file = tmp_path / "mine.toml"
    file.write_text(written(BODY) + tests, "utf-8")
    return command("test", str(file))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_examples_pass(file):
    out, err, status = command("test", str(file))
    assert (err, status) == ("", 0)
    assert "FAIL" not in out
    assert out.rstrip().endswith("passed")


def test_a_failure_says_what_was_expected_and_what_came(tmp_path):
    first = '[[test]]\nroll = "mine"\nfaces = [4]\noutcome = "low"\n'
    tests = first + '[[test]]\nroll = "mine"\nfaces = [6]\nmessage = "6: high"\n'
    assert report(tmp_path, tests) == (
        "FAIL  line   9  mine\n"
        "        outcome\n"
        '          expected  "low"\n'
        '          got       "high"\n'
        "ok    line  13  mine\n"
        "\n"
        "No test reaches:\n"
        "  check: low\n"
        "\n"
        "Mine: 1 of 2 tests passed\n",
        "",
        1,
    )


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ('roll = "mine"\nodds = { "high" = "1/3" }', ["1/3", "1/2"]),
        ('roll = "mine 3"\nfaces = [1]\noutcome = "low"', ["mine 3", "^"]),
        ('roll = "mine"\nfaces = [7]\noutcome = "low"', ["7"]),
        ('roll = "mine"\nfaces = []\noutcome = "low"', []),
        ('roll = "mine"\nodds = { "hgih" = "1/2" }', ['"hgih"']),
    ],
)
def test_every_kind_of_failure_is_shown_below_its_test(tmp_path, test, expected):
    out, err, status = report(tmp_path, f"[[test]]\n{test}\n")
    assert (err, status) == ("", 1)
    first, detail, *_ = out.splitlines()
    assert first.startswith("FAIL  line   9  mine")
    assert detail.startswith("        ")
    for part in expected:
        assert part in out
    assert "Mine: 0 of 1 test passed" in out


def test_a_file_without_tests_is_named(tmp_path):
    out, err, status = report(tmp_path, "")
    assert (err, status) == ("", 0)
    assert out.endswith(f"Mine: there are no tests in {tmp_path / 'mine.toml'}\n")
    assert "No test reaches" not in out


def test_one_file_is_tested_at_a_time(tmp_path):
    files = [tmp_path / "a.toml", tmp_path / "b.toml"]
    for file in files:
        file.write_text(written(BODY), "utf-8")
    done = command("test", *map(str, files))
    assert (done.out, done.status) == ("", 2)
    assert done.err == f"One file at a time, please. For example, dicewright test {files[0]}.\n"


def test_a_file_whose_tests_fail_can_be_asked_for_its_odds(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(written(BODY) + '[[test]]\nroll = "mine"\nfaces = [6]\noutcome = "low"\n', "utf-8")
    assert "high" in command("odds", "--system", str(file), "mine").out
    assert "all its tests pass" in command("--system", str(file), "mine").err


def test_gaps_are_reported(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(written('pools.a = "1d6"\noutcomes = [{ name = "a", range = "2.." }]'), "utf-8")
    assert "check: No outcome covers a result of 1." in command("test", str(file)).out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "Which file? For example, dicewright test mine.toml.\n"),
        (["none.toml"], "none.toml:\nNo such file or directory.\n"),
        (["."], ".:\nIs a directory.\n"),
        (["\0"], "\0:\nembedded null byte.\n"),
        (["--json"], '"--json" is not an option. dicewright --help lists them all.\n'),
    ],
)
def test_what_cannot_be_tested_is_explained(words, complaint):
    assert command("test", *words) == ("", complaint, 2)


def test_an_error_of_the_file_has_its_caret_and_line(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(written(BODY.replace("1d6", "1d6kx")), "utf-8")
    out, err, status = command("test", str(file))
    assert (out, status) == ("", 2)
    assert err.startswith(f"{file}:\n1d6kx\n   ^^\nLine 6, roll.check.pools.die: ")
