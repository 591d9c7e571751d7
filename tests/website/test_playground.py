"""What the pages in a browser ask of the library, asked by ordinary Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dicewright
from website import playground

REPOSITORY = Path(__file__).parents[2]
TEMPLATE = (REPOSITORY / "dicewright/systems/template.toml").read_text(encoding="utf-8")


def asked(name: str, *given: object) -> Any:
    return json.loads(playground.answer(json.dumps([name, given])))


@pytest.mark.parametrize(
    ("text", "kind", "understood"),
    [
        ("4D6KH3+2", "dice", "4d6kh3 + 2"),
        ("6x 1d20 vs 11", "dice", "6x 1d20 vs 11"),
        ("v5 7 h2 vs 3", "system", "Vampire: The Masquerade, 5th edition"),
        ("3x sw 8", "system", "Savage Worlds"),
        ("coc 55 vs coc 40", "contest", "Call of Cthulhu, 7th edition"),
        ("coc 55 vs coc forty", "error", None),
        ("101x coc 55", "error", None),
        ("", "empty", None),
        ("   ", "empty", None),
        ("4d6kx3", "error", None),
        ("v5 seven", "error", None),
        ("1d20+", "error", None),
    ],
)
def test_what_is_typed_is_understood(text: str, kind: str, understood: str | None) -> None:
    read = asked("understand", text)
    assert (read["kind"], read.get("understood")) == (kind, understood)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("4d6kh3 + 2", "16"),
        ("2d1 vs 2", "2: success"),
        ("2d1 vs 3", "2: failure"),
        ("3x 2d1", "2, 2, 2"),
        ("1d1; 2d1", "1, 2"),
        ("3d[hit]", "hit × 3"),
        ("7 / 2", "3.5"),
    ],
)
def test_what_is_shown_large(text: str, headline: str) -> None:
    assert asked("roll", text, "example")["headline"] == headline


def test_a_seed_gives_the_same_roll_again() -> None:
    for text in ("10d6", "v5 7 h2 vs 3"):
        assert asked("roll", text, "one") == asked("roll", text, "one") != asked("roll", text, "another")


def test_one_roll_against_another() -> None:
    rolled = asked("roll", "coc 55 vs coc 40", "x")
    assert rolled["headline"] == "The first roll wins."
    assert rolled["written"].splitlines() == [
        "20 against 55: hard success",
        "68 against 40: failure",
        "The first roll wins.",
    ]
    assert {pool["name"] for pool in rolled["pools"]} >= {"coc 55: tens", "coc 40: tens"}
    chances = {
        outcome["name"]: outcome["chance"] for outcome in asked("odds", "coc 55 vs coc 40")["outcomes"]
    }
    assert chances == {"coc 55 wins": pytest.approx(0.7447), "coc 40 wins": pytest.approx(0.2553)}
    same = [outcome["name"] for outcome in asked("odds", "pen 12 vs pen 12")["outcomes"]]
    assert same == ["the first roll wins", "the second roll wins", "tie"]


def test_a_game_is_rolled_several_times() -> None:
    rolled = asked("roll", "3x sw 8", "example")
    assert len(rolled["headline"].split("; ")) == len(rolled["written"].splitlines()) == 3
    assert [pool["name"][:2] for pool in rolled["pools"]] == ["1.", "1.", "2.", "2.", "3.", "3."]
    once = dicewright.systems().roll("sw 8", seed="example")
    assert rolled["written"].splitlines()[0] == str(once)
    assert asked("odds", "3x sw 8") == asked("odds", "sw 8")


def test_a_repair_is_offered_with_an_error() -> None:
    assert asked("roll", "max(2d20)", "example")["fix"] == "2d20kh1"
    assert asked("understand", "d[1-6]")["fix"] == "d[1..6]"


def test_odds_are_exact_where_they_can_be() -> None:
    odds = asked("odds", "2d6")
    assert (odds["labels"][0], odds["labels"][-1]) == ("2", "12")
    assert odds["chances"][5] == pytest.approx(6 / 36)
    assert (odds["mean"], odds["minimum"], odds["maximum"]) == (7, "2", "12")
    assert "estimated" not in odds


def test_odds_that_are_too_large_are_estimated_and_say_so() -> None:
    odds = asked("odds", "300d1000kh150")
    assert odds["estimated"] == playground.ESTIMATE_ROLLS
    assert sum(odds["chances"]) == pytest.approx(1)


def test_odds_of_a_game_are_those_of_its_outcomes() -> None:
    odds = asked("odds", "coc 55")
    assert sum(outcome["chance"] for outcome in odds["outcomes"]) == pytest.approx(1)
    assert {outcome["tone"] for outcome in odds["outcomes"]} >= {"success", "failure"}


def test_every_game_has_a_form_whose_example_rolls() -> None:
    games = asked("games")
    assert len(games) >= 55
    for game in games:
        for roll in asked("game", game["command"])["rolls"]:
            assert asked("roll", roll["example"], "example")["kind"] == "system", roll["example"]


def test_a_system_is_tried_and_rolled() -> None:
    assert asked("try_system", TEMPLATE)["tests"] == 5
    rolled = asked("roll_with", TEMPLATE, "brew 4 vs 2", "example")
    assert rolled["pools"][0]["dice"][0]["sides"] == 6
    assert rolled["odds"]["outcomes"]


@pytest.mark.parametrize(
    "toml", ["", "format = ", 'format = 1\nname = "x"', TEMPLATE.replace("1 of 1", "2 of 1")]
)
def test_a_file_that_is_wrong_says_where(toml: str) -> None:
    assert asked("try_system", toml)["kind"] == "error"
    assert asked("roll_with", toml, "brew 4", "example")["kind"] == "error"


def test_a_session_is_verified() -> None:
    session = (REPOSITORY / "docs/verifiable-rolls.json").read_text(encoding="utf-8")
    (report,) = asked("verify", [["session.json", session]])["reports"]
    assert (report["good"], report["summary"]) == (True, "2 of 2 rolls verified. Nothing is wrong.")


def test_what_does_not_follow_and_what_is_no_receipt_is_named() -> None:
    session = (REPOSITORY / "docs/verifiable-rolls.json").read_text(encoding="utf-8")
    changed, other = asked(
        "verify", [["changed.json", session.replace('"25"', '"26"')], ["other.json", "{}"]]
    )["reports"]
    assert not changed["good"]
    assert changed["problems"]
    assert not other["good"]
    assert other["file"] == "other.json"
