"""`dicewright odds` of game systems: a bar for each outcome, notes and values, and JSON."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from dicewright.cli.odds import outcome_odds
from dicewright.rendering.chances import one_in, percent
from tests.support.command_line import command, ship_the_examples
from tests.support.game_systems import FILES, game, written


@pytest.fixture(autouse=True)
def shipped(monkeypatch):
    return ship_the_examples(monkeypatch)


def bars(*words):
    """Return what stands before each bar, and how long the bar is."""
    out, err, status = command("odds", *words)
    assert (err, status) == ("", 0)
    first = out.partition("\n\nalso\n")[0].partition("\nthe whole roll, if every failure is pushed")[0]
    return {
        line.rstrip("# ").strip(): line.count("#") for line in first.splitlines() if line.startswith("  ")
    }


def test_what_pushing_a_failure_gives_is_shown():
    odds = game("v5").odds("v5 5 h2 vs 4", pushed=True)
    after = command("odds", "v5 5 h2 vs 4").out.partition("\nthe whole roll, if every failure is pushed\n")[2]
    shown = after.partition("\n\nalso\n")[0].partition("\n(")[0]
    assert [line.split("  ")[1].strip() for line in shown.splitlines()] == list(odds.outcomes)
    assert percent(odds.outcomes["win"]) in after
    assert after.endswith("(the player chooses: failures first)\n")
    assert "pushed" not in command("odds", "pbta +1").out
    found = json.loads(command("odds", "--json", "v5 5 h2 vs 4").out)
    assert {name: Fraction(one) for name, one in found["pushed"]["outcomes"].items()} == odds.outcomes


def test_each_outcome_has_a_bar_as_long_as_it_is_likely(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    odds = game("v5").odds("v5 5 h2 vs 4")
    found = bars("v5", "5", "h2", "vs", "4")
    assert [" ".join(label.split()) for label in found] == [
        f"{name} {percent(chance)} {one_in(chance)}" for name, chance in odds.outcomes.items()
    ]
    highest = max(odds.outcomes.values())
    longest = max(found.values())
    assert longest > 30
    assert list(found.values()) == [round(chance / highest * longest) for chance in odds.outcomes.values()]


def test_notes_words_and_values_are_shown():
    out = command("odds", "alien 4 s3").out
    assert re.search(rf"\n  panic +{percent(Fraction(91, 216))} ", out)
    assert "\nsuccesses: 1.17 on average, from 0 to 7\n" in out
    assert "Freeze" in command("odds", "alien panic s6").out


def test_a_roll_without_outcomes_shows_its_result(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(written('pools.dice = "2d6"'), "utf-8")
    out = command("odds", "--system", str(file), "mine").out
    assert "12   2.78" in out
    assert out.endswith("result: 7 on average, from 2 to 12\n")


def test_json_holds_exact_fractions():
    found = json.loads(command("odds", "--json", "v5 5 h2 vs 4").out)
    odds = game("v5").odds("v5 5 h2 vs 4")
    assert (found["text"], found["system"]) == ("v5 5 h2 vs 4", "v5")
    assert {name: Fraction(chance) for name, chance in found["outcomes"].items()} == odds.outcomes


@pytest.mark.parametrize(
    "option",
    [["--at-least", "3"], ["--at-most", "3"], ["--exactly", "3"], ["--estimate", "9"]],
)
def test_options_of_plain_rolls_are_refused(option):
    out, err, status = command("odds", *option, "v5 5")
    assert (out, status) == ("", 2)
    assert err.endswith(
        "is for dice notation, not for a game system. The odds of each outcome are shown without it.\n"
    )


def test_lines_may_hold_calls_and_rolls():
    out, err, status = command("odds", given="pbta +1\n2d6\nv5 x\n")
    assert "weak hit" in out
    assert "7 on average" in out
    assert (err.startswith("line 3:\nv5 x\n   ^\n"), status) == (True, 2)


TYPED = 'usage = "@dice"\nparameters.dice = { mixed = true }\npools.pool = "@dice"\n'
PUSHED = """usage = "@pool"
pools.dice = "(@pool)d6"
values.hits = "{@dice}=6"
outcomes = [{ name = "success", when = "@hits >= 1" }, { name = "failure" }]
notes = [{ name = "hurt", when = "@pushed and {@dice}=1" }, { name = "sixes", when = "@hits >= 2" }]
[roll.check.push]
reroll.dice = "<6"
"""


def shown_for(tmp_path, body, call):
    file = tmp_path / "mine.toml"
    file.write_text(written(body), "utf-8")
    return command("odds", "--system", str(file), *call.split()).out


def test_the_price_of_a_push_is_shown_with_what_it_gives(tmp_path):
    out = shown_for(tmp_path, PUSHED, "mine 3")
    first, _, pushed = out.partition("the whole roll, if every failure is pushed\n")
    assert "\n  never: hurt\n" in first
    assert re.search(r"hurt +24.4%", pushed)
    assert re.search(r"sixes +[\d.]+%", pushed)


@pytest.mark.parametrize(
    ("body", "call"),
    [
        (PUSHED, "mine 3"),
        (PUSHED, "mine 1"),
        (
            'pools.a = "1d6"\noutcomes = [{ name = "a very long name", range = "6" }, { name = "b" }]\n'
            'notes = [{ name = "x", when = "@a = 2" }, { name = "y", when = "@a >= 2" }]',
            "mine",
        ),
    ],
)
def test_all_bars_are_on_one_scale(tmp_path, body, call):
    found = re.findall(r"  +([\d.]+)%  .*?(#*)$", shown_for(tmp_path, body, call), re.MULTILINE)
    assert len(found) >= 4
    highest, longest = max((float(chance), len(bar)) for chance, bar in found)
    for chance, bar in found:
        assert abs(len(bar) - float(chance) / highest * longest) <= 0.6


def test_a_gap_has_a_line_of_its_own(tmp_path):
    body = 'pools.a = "1d6"\noutcomes = [{ name = "a", range = "5.." }, { name = "b", range = "2..4" }]'
    assert re.search(r"\n  no outcome +16.7%  1 in 6", shown_for(tmp_path, body, "mine"))


def test_a_roll_within_a_text_is_shown_without_its_brackets(tmp_path):
    body = 'pools.a = "1d2"\nvalues.x = "find(@a)"\n[table.find]\nrows = ["[[2d6*10]] coins", "a cat"]'
    out = shown_for(tmp_path, body, "mine")
    assert "  2d6*10 coins " in out
    assert "[[" not in out


def test_what_is_cut_off_is_said_where_it_can_be_seen(tmp_path):
    assert "not calculated" not in shown_for(tmp_path, 'pools.a = "2d6!"', "mine")


def test_odds_before_a_choice_say_so(tmp_path):
    assert command("odds", "l5r5 2 s1").out.endswith("(before the player keeps any dice)\n")
    body = f'{TYPED}keep = {{ of = ["pool"], max = 1, policy = "lowest first" }}'
    assert shown_for(tmp_path, body, "mine 2d6").endswith("(the player chooses: lowest first)\n")


@pytest.mark.parametrize("width", [10, 40, 80, 200])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_system_has_lines_at_every_width(file, width):
    system = game(file.stem)
    call = next((test.roll for test in system.tests if test.odds is not None), None)
    if call is None:
        call = system.example(next(iter(system.rolls)))
    odds = system.odds(call)
    found = list(outcome_odds.lines(odds, width))
    below = [line for line in found if line.startswith("  ")]
    assert all(any(name[:30] in line for line in below) for name in (*odds.outcomes, *odds.notes))
    assert width < 80 or max(map(len, found)) <= max(width, 90)
