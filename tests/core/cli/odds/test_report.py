"""`dicewright odds`, as a shell runs it: words, bars, JSON, and what makes no sense."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from fractions import Fraction

import pytest

import dicewright
from dicewright import DiceError
from dicewright.cli import lessons
from dicewright.cli.odds.odds_arguments import read
from tests.core.cli.test_command import BAD, environment, outcome, run

FOUR_DICE = """\
4d6kh3
at least 16: 13% (1 in 7.7)
12.24 on average, standard deviation 2.85, from 3 to 18

   3   0.08%
   4   0.31%  #
   5   0.77%  ###
   6   1.62%  ######
   7   2.93%  ############
   8   4.78%  #####################
   9   7.02%  ###############################
  10   9.41%  ##########################################
  11  11.42%  ###################################################
  12  12.89%  #########################################################
  13  13.27%  ###########################################################
  14  12.35%  #######################################################
  15  10.11%  #############################################
> 16   7.25%  ################################
> 17   4.17%  ###################
> 18   1.62%  #######
"""


def lines(*words: str, **changes: str) -> list[str]:
    text, complaint, status = outcome(run("odds", *words, **changes))
    assert (complaint, status) == ("", 0)
    return text.splitlines()


def test_what_to_expect_and_a_bar_for_each_total() -> None:
    found = lines("4d6kh3", "--at-least", "16", COLUMNS="79")
    expected = FOUR_DICE.splitlines()
    assert found[:4] == expected[:4]
    bars = [line.rstrip("#") for line in found[4:]]
    assert bars == [line.rstrip("#") for line in expected[4:]]
    lengths = [line.count("#") for line in found[4:]]
    chances = dicewright.odds("4d6kh3").weights
    assert lengths == [round(Fraction(chance, max(chances)) * max(lengths)) for chance in chances]


@pytest.mark.parametrize("columns", ["1", "30", "60", "80", "200"])
def test_bars_fit_the_terminal(columns: str) -> None:
    width = max(len(line) for line in lines("100d6", COLUMNS=columns)[3:-1])
    assert width <= max(int(columns), 31)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["1d20+5", "vs", "15"],
            [
                "1d20 + 5 vs 15",
                "to succeed: 55% (1 in 1.8)",
                "15.5 on average, standard deviation 5.77, from 6 to 25",
                "margin: 0.5 on average, from -9 to 10",
            ],
        ),
        (["7", "--exactly", "3"], ["7", "exactly 3: 0% (never)", "always 7"]),
        (
            ["2d6", "--at-least=5", "--at-most=9"],
            ["2d6", "from 5 to 9: 66.7% (1 in 1.5)", "7 on average, standard deviation 2.42, from 2 to 12"],
        ),
        (["1d6/2", "--at-most", "7/2"], ["1d6 / 2", "at most 3.5: 100% (always)"]),
        (["1d4-3", "--at-least", "-1"], ["1d4 - 3", "at least -1: 75% (1 in 1.3)"]),
        (
            ["1d6!"],
            [
                "1d6!",
                "4.2 on average, standard deviation 3.26, 1 or more",
                "(totals with a combined chance of less than 1 in 10^12 are left out)",
            ],
        ),
        (
            ["1d6!", "--at-least", "100"],
            ["1d6!", "at least 100: almost 0% (less than 1 in 10^12)"],
        ),
        (
            ["1d6!", "--at-least", "1000000"],
            ["1d6!", "at least 1,000,000: almost 0% (less than 1 in 10^12)"],
        ),
        (["1d6! vs 100"], ["1d6! vs 100", "to succeed: almost 0% (less than 1 in 10^12)"]),
        (
            ["6x 4d6kh3", "--at-least", "64"],
            [
                "4d6kh3 (each of 6 rolls)",
                "at least 64: each time 0% (never), in total 92% (all but 1 in 13)",
            ],
        ),
        (
            ["3x 1d20 vs 15"],
            [
                "1d20 vs 15 (each of 3 rolls)",
                "to succeed: 30% (1 in 3.3)",
                "successes in 3 rolls: 1 or more 65.7%, 2 or more 21.6%, all 2.7%",
            ],
        ),
        (["1x 4d6"], ["4d6", "14 on average, standard deviation 3.42, from 4 to 24"]),
        (
            ["2d6", "--versus", "1d12"],
            [
                "2d6 is higher: 50% (1 in 2)",
                "1d12 is higher: 41.7% (1 in 2.4)",
                "both are equal: 8.3% (1 in 12)",
            ],
        ),
        (
            ["2d[hit:1,blank]"],
            [
                "2d[hit:1, blank]",
                "1 on average, standard deviation 0.71, from 0 to 2",
                "hit: 1 on average, at least one 75% (1 in 1.3)",
                "blank: 1 on average, at least one 75% (1 in 1.3)",
            ],
        ),
    ],
)
def test_what_is_said(words: list[str], expected: list[str]) -> None:
    assert lines(*words)[: len(expected)] == expected


def test_the_totals_that_pass_a_test_are_marked() -> None:
    marked = [line[:10] for line in lines("1d4 vs 3") if line.startswith(">")]
    assert marked == ["> 3  25.00", "> 4  25.00"]


def test_repeats_and_several_rolls_each_and_together() -> None:
    headings = [line for line in lines("3x 1d4; 1d6 # fire") if line and not line.startswith((" ", ">"))]
    assert headings[::2] == ["1d4 (each of 3 rolls)", "1d6", "3x 1d4; 1d6 # fire in total"]
    assert headings[-1] == "11 on average, standard deviation 2.58, from 4 to 18"


def test_json_has_all_of_it() -> None:
    text, complaint, status = outcome(run("odds", "2x 1d20 vs 11", "--json", "--at-least", "30"))
    assert (complaint, status) == ("", 0)
    found = json.loads(text)
    (roll,) = found["rolls"]
    assert (roll["notation"], roll["times"]) == ("1d20 vs 11", 2)
    assert roll["success"] == {"chance": "1/2", "probability": 0.5}
    assert found["total"]["asked"] == {"words": "at least 30", "chance": "33/200", "probability": 0.165}
    weights = {each["value"]: int(each["weight"]) for each in found["total"]["outcomes"]}
    assert weights == dict(dicewright.odds("2d20").items())


def test_what_is_too_large_is_refused_and_can_be_estimated() -> None:
    text, complaint, status = outcome(run("odds", "3000d1000kh1500"))
    assert (text, status) == ("", 2)
    assert complaint.endswith("or add --estimate 10000 to estimate them from that many rolls.\n")
    words = ["3000d1000kh1500", "--estimate", "20", "--seed", "s", "--at-least", "1"]
    found = lines(*words)
    assert found[1] == "an estimate from 20 rolls, with standard errors"
    assert found[2] == "at least 1: about 100% ± 5.6%"
    assert re.fullmatch(
        r"[0-9,.]+ ± [0-9,.]+ on average, standard deviation [0-9,.]+, from [0-9,]+ to [0-9,]+", found[3]
    )
    assert lines(*words) == found
    plain = json.loads("\n".join(lines(*words, "--json")))
    assert (plain["rolled"], plain["total"]["asked"]["probability"]) == (20, 1.0)
    assert plain["total"]["asked"]["error"] > 0


def test_an_estimate_is_compared_by_the_same_rolls_that_are_shown() -> None:
    words = ["1d1000", "--estimate", "999", "--at-least", "501", "--versus", "500", "--json"]
    plain = json.loads("\n".join(lines(*words)))
    assert plain["versus"]["higher"] == {
        name: plain["total"]["asked"][name] for name in ("chance", "probability")
    }


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "Which roll? For example, dicewright odds 4d6kh3 --at-least 16."),
        (["4d6", "--at-lest", "3"], '"--at-lest" is not an option. Did you mean --at-least?'),
        (["4d6", "--at-least"], "--at-least needs a value. For example, --at-least 16."),
        (["4d6", "--at-least", "many"], '--at-least takes a number, not "many". For example, --at-least 16.'),
        (["4d6", "--exactly", "1/0"], "--exactly 1/0 divides by 0. Write another number."),
        (
            ["4d6", "--exactly", "3", "--at-most", "4"],
            "--exactly can't be combined with --at-least or --at-most. Run it once for each.",
        ),
        (
            ["4d6", "--at-least", "9", "--at-most", "4"],
            "Nothing is at least 9 and at most 4. --at-least must not be greater than --at-most.",
        ),
        (
            ["4d6", "--estimate", "1"],
            '--estimate takes a whole number from 2 to 1,000,000, not "1". For example, --estimate 6.',
        ),
        (
            ["4d6", "--estimate", "1000001"],
            '--estimate takes a whole number from 2 to 1,000,000, not "1000001". For example, --estimate 6.',
        ),
        (["4d6", "--json=yes"], "--json takes no value. Write --json alone."),
        (["4d6kx3"], BAD.removesuffix("\n")),
    ],
)
def test_a_mistake_is_explained(words: list[str], complaint: str) -> None:
    assert outcome(run("odds", *words)) == ("", f"{complaint}\n", 2)


def test_its_own_help() -> None:
    assert lines("--help") == lines("-h", "4d6kx3") == lessons.ODDS_HELP.splitlines()
    assert all(len(line) <= 80 for line in lessons.ODDS_HELP.splitlines())


@pytest.mark.parametrize("number", ["\uff11", "1e3", "nan", "0x10", "", "1.", "--"])
def test_what_is_no_number(number: str) -> None:
    with pytest.raises(DiceError, match="takes a number"):
        read(["1d6", f"--at-least={number}"])


def at_a_terminal(*words: str, **changes: str) -> str:
    """Return what the command writes to a terminal of 60 columns."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "dicewright", "odds", *words],
        stdin=theirs,
        stdout=theirs,
        env=environment(**{"TERM": "xterm-256color", "COLUMNS": "60", **changes}),
    ) as process:
        os.close(theirs)
        written = b""
        try:
            while block := os.read(ours, 65_536):
                written += block
        except OSError:  # Linux says so where the other end is closed
            pass
        assert process.wait(timeout=60) == 0
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def test_rich_draws_bars_in_color_on_a_terminal() -> None:
    written = at_a_terminal("1d4", "--at-least", "4")
    assert "█" in written
    assert "\x1b[32;49m█" in written
    assert "\x1b[34;49m█" in written
    assert "32;49m" not in at_a_terminal("1d4", "--at-least", "4", NO_COLOR="1")


@pytest.mark.parametrize("changes", [{"TERM": "dumb"}, {}])
def test_without_rich_or_a_clever_terminal_bars_are_plain(changes: dict[str, str], tmp_path) -> None:
    if not changes:
        # A module of the same name that cannot be found any more: as where the extra is not installed.
        (tmp_path / "rich.py").write_text("raise ModuleNotFoundError(\"No module named 'rich'\")")
        changes = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{environment()['PYTHONPATH']}"}
    written = at_a_terminal("1d4", **changes)
    assert written.splitlines()[-1].startswith("  4  25.00%  ####")


def test_a_seed_of_exact_odds_is_a_mistake() -> None:
    for words in (["--seed", "s"], ["--seed=s", "--json"], ["--seed", "s", "--at-least", "3"]):
        done = run("odds", "2d6", *words)
        assert (done.stdout, done.returncode) == (b"", 2)
        assert done.stderr.startswith(b"--seed needs --estimate")
