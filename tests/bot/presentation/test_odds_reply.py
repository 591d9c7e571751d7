"""Odds in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.presentation.odds_reply import embed_of, odds_reply, versus_reply
from bot.services.odds import estimated_forecast, exact_forecast
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
    assert embed.description.splitlines() == lines
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
    assert sum(line.startswith("**At least 11: ") for line in lines) == 2


def test_an_estimate_says_so_everywhere() -> None:
    guess = estimated_forecast(dicewright.parse("10000d6"))
    embed = embed_of(odds_reply(guess, Target(35_000)))
    assert embed.description is not None
    why, empty, chance, mean, _quantiles = embed.description.splitlines()
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
