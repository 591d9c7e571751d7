"""Odds in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.presentation.odds_reply import embed_of, odds_reply, several_reply, versus_reply
from bot.services.odds import estimated_forecast, exact_forecast, exact_forecasts
from dicewright.probability.target import Target, duel

if TYPE_CHECKING:
    from bot.services.odds import Forecast


def of(text: str) -> Forecast:
    return exact_forecast(dicewright.parse(text))


@pytest.mark.parametrize(
    ("text", "target", "lines"),
    [
        (
            "4d6kh3",
            Target(15),
            [
                "**At least 15: 23.1% · 1 in 4.3**",
                "12.24 on average · standard deviation 2.85 · from 3 to 18",
                "50% of rolls: 10 to 14 · 90% of rolls: 7 to 17",
            ],
        ),
        (
            "1d20+5 vs 15",
            Target(15),
            [
                "**To succeed: 55% · 1 in 1.8**",
                "15.5 on average · standard deviation 5.77 · from 6 to 25",
                "50% of rolls: 10 to 20 · 90% of rolls: 6 to 24",
            ],
        ),
        (
            "1d20 vs 11",
            Target(20, 20),
            [
                "To succeed: 50% · 1 in 2",
                "**Exactly 20: 5% · 1 in 20**",
                "10.5 on average · standard deviation 5.77 · from 1 to 20",
                "50% of rolls: 5 to 15 · 90% of rolls: 1 to 19",
            ],
        ),
        ("3+4", None, ["Always 7"]),
        (
            "1d4!",
            None,
            [
                "3.33 on average · standard deviation 2.79 · 1 or more",
                "50% of rolls: 1 to 3 · 90% of rolls: 1 to 9",
            ],
        ),
    ],
)
def test_one_roll(text: str, target: Target | None, lines: list[str]) -> None:
    embed = embed_of(odds_reply(of(text), target))
    assert embed.description is not None
    said, *_table = embed.description.split("\n```")
    assert said.splitlines() == lines
    assert embed.author.name == f"Odds of {of(text).notation}"
    assert embed.footer.text is None


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (
            "2d20kh1",
            "1d20",
            "**2d20kh1 is better.** It is higher 64.1% of the time. 1d20 is higher 30.9% of the time. "
            "They are equal 5% of the time.",
        ),
        (
            "1d20",
            "2d20kh1",
            "**2d20kh1 is better.** It is higher 64.1% of the time. 1d20 is higher 30.9% of the time. "
            "They are equal 5% of the time.",
        ),
        (
            "1d6",
            "1d6",
            "**Neither is better.** Each is higher 41.7% of the time. They are equal 16.7% of the time.",
        ),
        ("1d6", "7", "**7 is better.** It is higher 100% of the time. 1d6 is higher 0% of the time."),
    ],
)
def test_two_rolls(first: str, second: str, verdict: str) -> None:
    one, other = of(first), of(second)
    embed = embed_of(versus_reply(one, other, duel(one.odds, other.odds), Target(11)))
    assert embed.description is not None
    lines = embed.description.splitlines()
    assert lines[0] == verdict
    assert lines.count("") == 2
    assert "```" not in lines
    assert sum(line.startswith("**At least 11: ") for line in lines) == 2


def test_an_estimate_says_so_everywhere() -> None:
    guess = estimated_forecast(dicewright.parse("10000d6"))
    embed = embed_of(odds_reply(guess, Target(35_000)))
    assert embed.description is not None
    why, empty, chance, mean, _quantiles, *table = embed.description.splitlines()
    assert (table[0], table[-1], table[1].startswith("at least ")) == ("```", "```", True)
    assert (why.startswith("The exact odds take too long"), empty) == (True, "")
    assert chance.startswith("**At least 35,000: about ")
    assert "(± " in chance
    assert "(± " in mean
    assert embed.footer.text is not None
    assert embed.footer.text.startswith("Estimated from 30 rolls. Each number has its standard error")


def test_what_a_player_typed_formats_nothing_and_fits() -> None:
    text = " + ".join(["2d6[**bold** <@1>]"] * 40)
    one = of(text)
    embed = embed_of(versus_reply(one, one, duel(one.odds, one.odds), None))
    assert embed.description is not None
    assert "<@1>" not in embed.description
    assert len(embed.description) < 1_500
    assert len(odds_reply(one, None).heading) <= 256


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("1d6 vs 7", "0% · never"),
        ("1d6 vs 1", "100% · always"),
        # Exploding dice have no highest total, on either side of a comparison.
        ("1d6! vs 1000000", "almost 0% · less than 1 in 10^12"),
        ("1d20 vs 1d6!+40", "almost 0% · less than 1 in 10^12"),
        ("1d6! vs <=1000000", "almost 100% · all but less than 1 in 10^12"),
        ("let x = 1d6! in @x + 1 vs 1000", "almost 0% · less than 1 in 10^12"),
        ("not 1d6! vs 1000", "almost 100% · all but less than 1 in 10^12"),
        ("1d20 vs 1d6!", "84% · 1 in 1.2"),
    ],
)
def test_a_chance_is_never_where_nothing_is_missing(text: str, chance: str) -> None:
    assert (odds_reply(of(text), None).text.splitlines()[0]) == f"**To succeed: {chance}**"


def test_rolls_that_go_on_for_ever_are_almost_always_lower() -> None:
    first, second = of("1d6!"), of("1000")
    text = versus_reply(first, second, duel(first.odds, second.odds), None).text

    assert "It is higher almost 100% of the time. 1d6! is higher almost 0% of the time." in text


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (
            "4d6kh3",
            [
                "at least  8  94.3%  ███████",
                "at least 11  73.1%  █████",
                "at least 13  48.8%  ███",
                "at least 15  23.1%  ██",
                "at least 16    13%  █",
                "at least 17   5.8%  ▏",
                "at least 18   1.6%  ▏",
            ],
        ),
        (
            "1d4",
            ["at least 2  75%  █████", "at least 3  50%  ████", "at least 4  25%  ██"],
        ),
        ("1d4 vs <=2", ["at most 3  75%  █████", "at most 2  50%  ████", "at most 1  25%  ██"]),
        ("3d2-6", ["at least -2  87.5%  ██████", "at least -1    50%  ████", "at least  0  12.5%  █"]),
        ("1d2", []),
        ("7", []),
        (f"1d6 * {10**12}", []),
    ],
)
def test_the_table_of_at_least(text: str, table: list[str]) -> None:
    lines = odds_reply(of(text), None).text.splitlines()
    fences = [place for place, line in enumerate(lines) if line == "```"]
    assert (lines[fences[0] + 1 : fences[1]] if fences else []) == table
    # What a phone shows of a code block without breaking its lines.
    assert all(len(line) <= 30 for line in table)


@pytest.mark.parametrize(
    ("text", "target", "lines"),
    [
        (
            "3x 1d20+5 vs 15",
            None,
            [
                "Each time:",
                "**To succeed: 55% · 1 in 1.8**",
                "15.5 on average · standard deviation 5.77 · from 6 to 25",
                "50% of rolls: 10 to 20 · 90% of rolls: 6 to 24",
                "How many of 3:",
                "```",
                "at least 1  90.9%  ██████",
                "at least 2  57.5%  ████",
                "at least 3  16.6%  █",
                "```",
            ],
        ),
        (
            "2x 1d4",
            Target(4),
            [
                "Each time:",
                "**At least 4: 25% · 1 in 4**",
                "2.5 on average · standard deviation 1.12 · from 1 to 4",
                "50% of rolls: 1 to 3 · 90% of rolls: 1 to 4",
                "How many of 2:",
                "```",
                "at least 1  43.8%  ███",
                "at least 2   6.2%  ▏",
                "```",
                "The sum of 2:",
                "5 on average · standard deviation 1.58 · from 2 to 8",
                "50% of rolls: 4 to 6 · 90% of rolls: 2 to 8",
            ],
        ),
        (
            "1d2+5; 1d2",
            None,
            [
                "**1d2 + 5**",
                "6.5 on average · standard deviation 0.5 · from 6 to 7",
                "50% of rolls: 6 to 7 · 90% of rolls: 6 to 7",
                "",
                "**1d2**",
                "1.5 on average · standard deviation 0.5 · from 1 to 2",
                "50% of rolls: 1 to 2 · 90% of rolls: 1 to 2",
            ],
        ),
    ],
)
def test_several_rolls(text: str, target: Target | None, lines: list[str]) -> None:
    notation = dicewright.parse(text)
    reply = several_reply(exact_forecasts(notation), target, str(notation))
    assert reply.text.splitlines() == lines
    assert reply.heading == f"Odds of {notation}"


@pytest.mark.parametrize(
    "text", ["100x 1d20 vs 15", "100x 10d6! vs 50", "20x 1d20; 19x 4d6kh3; 2d6", "100x 1d1000"]
)
def test_the_odds_of_many_rolls_fit(text: str) -> None:
    notation = dicewright.parse(text)
    assert len(several_reply(exact_forecasts(notation), Target(20), str(notation)).text) <= 4_096
