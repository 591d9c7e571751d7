"""`dicewright odds A --versus B` of two rolls of a game."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from tests.support.command_line import command


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        (
            "pbta +1",
            "pbta +2",
            [
                "pbta +1 has the better outcome: 23.6% (1 in 4.2)",
                "pbta +2 has the better outcome: 41.7% (1 in 2.4)",
                "both have the same outcome: 34.7% (1 in 2.9)",
            ],
        ),
        (
            "coc 55 # to hide",
            "coc 40",
            ["coc 55 wins: 74.5% (1 in 1.3)", "coc 40 wins: 25.5% (1 in 3.9)", "tie: 0% (never)"],
        ),
        (
            "dogs 3d6",
            "dogs 2d8",
            [
                "dogs 3d6 is higher: 40.4% (1 in 2.5)",
                "dogs 2d8 is higher: 49.9% (1 in 2)",
                "both are equal: 9.7% (1 in 10)",
            ],
        ),
        ("dagger +2", "dagger +1", ["Daggerheart has no rule for which of two such rolls is better."]),
        ("coc 55", "v5 3", ["Only rolls of the same system can be compared."]),
        ("sr 3", "sr fourth 3", ["Only rolls of the same kind can be compared."]),
    ],
)
def test_the_verdict_leads_and_both_rolls_follow(first, second, lines):
    out, err, status = command("odds", first, "--versus", second)
    assert (err, status) == ("", 0)
    verdict, *blocks = out.split("\n\n")
    assert verdict.splitlines() == lines
    for text in (first.partition(" #")[0], second):
        assert any(block.endswith(f": {text}") for block in blocks)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("coc 55", "2d6", "coc 55 is a roll of a game, and 2d6 is not."),
        ("2d6", "coc 55", "coc 55 is a roll of a game, and 2d6 is not."),
        ("coc 55 vs 40", "coc 40", "A contest can't be compared with another roll."),
        ("coc 40", "coc 55 vs coc 40", "A contest can't be compared with another roll."),
        ("coc 55", "coc x", '"x" is not understood by coc.'),
    ],
)
def test_what_makes_no_sense(first, second, said):
    out, err, status = command("odds", first, "--versus", second)
    assert (out, status) == ("", 2)
    assert said in err


def test_json_holds_both_rolls_and_the_exact_verdict():
    found = json.loads(command("odds", "--json", "pbta +1", "--versus", "pbta +2").out)
    assert (found["text"], found["versus"]["text"]) == ("pbta +1", "pbta +2")
    compared = found["versus"]["compared"]
    assert compared["basis"] == "outcome"
    assert sum(Fraction(compared[name]) for name in ("first", "second", "tie")) == 1
    found = json.loads(command("odds", "--json", "coc 55", "--versus", "v5 3").out)
    assert found["versus"]["compared"] is None


@pytest.mark.parametrize(
    ("call", "never"),
    [
        ("v5 3", "never: messy critical, bestial failure, failure"),
        ("coc 55", ""),
        ("dagger +2", "never: success with Hope, success with Fear, failure with Hope, failure with Fear"),
        ("v5 3 h3 vs 9", "never: messy critical, critical win, win"),
        ("alien 4", "never: panic"),
        ("sp 1 vs 30", "less than 1 in 10^12: success"),
    ],
)
def test_what_cannot_happen_is_one_line(call, never):
    out = command("odds", call).out
    shown = [line.strip() for line in out.partition("\nthe whole roll")[0].splitlines() if ": " in line]
    found = [line for line in shown if line.startswith(("never: ", "less than"))]
    assert found == [never] * bool(never)
    assert "0%  never" not in out
