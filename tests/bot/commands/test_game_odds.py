"""/odds of game systems, and the button Odds under their rolls, as a player uses them."""

from __future__ import annotations

import pytest

from bot.store.saved_rolls import Owner
from tests.support.table import table

V5 = "v5 7 h2 vs 3"


async def test_the_odds_of_each_outcome_with_a_chart() -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "odds", dice=V5)
        (embed,) = result.response.embeds
        assert embed.author.name == f"Odds of {V5}"
        assert embed.description.startswith("**Success: 78% · 1 in 1.3**\n◐ Messy critical: 8.4% · 1 in 12\n")
        (panel,) = at.charts[-1].panels
        assert [bar.tone for bar in panel.series[0].bars][:2] == ["mixed", "triumph"]


async def test_the_button_under_a_roll_after_a_restart(address: str) -> None:
    async with table(10, 3, 10, 4, 2, 7, 7, address=address) as at:
        rolled = await at.roll(V5)
        await at.restart()
        odds = await at.other.click(rolled.response, label="Odds")
        assert odds.ephemeral
        assert odds.response.embeds[0].author.name == f"Odds of {V5}"


async def test_saved_values_and_other_bots_spellings() -> None:
    async with table() as at:
        await at.services.saved.add(Owner.player(at.player.id), "spot_hidden", "55")
        for text, heading in (("coc spot_hidden", "Odds of coc 55"), ("4cod8", "Odds of cod 4 again8")):
            result = await at.player.slash(at.channel, "odds", dice=text)
            assert result.response.embeds[0].author.name == heading


async def test_a_roll_without_outcomes_has_the_odds_of_its_number() -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "odds", dice="dogs 3d6 2d8")
        assert result.response.embeds[0].description.startswith("11.3 on average")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            "coc 55",
            "coc 40",
            "**coc 55 is better.** It wins 74.5% of the time. coc 40 wins 25.5% of the time.\n"
            "They are compared by the game's rules for opposed rolls.\n\n**coc 55**\n",
        ),
        (
            "v5 5 vs 2",
            V5,
            "**v5 7 h2 vs 3 is better.** It wins 61.5% of the time. v5 5 vs 2 wins 21.7% of the time. "
            "They tie 16.8% of the time.\n",
        ),
        (
            "pbta +1",
            "pbta +2",
            "**pbta +2 is better.** It has the better outcome 41.7% of the time. "
            "pbta +1 has the better outcome 23.6% of the time. "
            "Both have the same outcome 34.7% of the time.\n\n",
        ),
        (
            "blades 2",
            "blades 2",
            "**Neither is better.** Each has the better outcome 33.1% of the time.",
        ),
        (
            "dogs 3d6",
            "dogs 2d8",
            "**dogs 2d8 is better.** It is higher 49.9% of the time. dogs 3d6 is higher 40.4%",
        ),
        ("alien panic s5", "alien panic s3", "**alien panic s5 is higher** 72.2% of the time."),
        (
            "coc 55",
            V5,
            "These are rolls of two different games, so neither wins against the other.\n"
            "**v5 7 h2 vs 3 succeeds more often:** 78% of the time. coc 55 succeeds 55% of the time.\n",
        ),
        ("sr 3", "sr fourth 3", "These are two different kinds of roll, so neither wins"),
        ("coc 55 vs 40", "coc 40", "One of these is a contest already, so neither wins"),
        (
            "dagger +2",
            "dagger +1",
            "The rules of this game don't say which of two such results is better.\n\n**dagger +2**\n",
        ),
    ],
)
async def test_two_calls_are_compared(first: str, second: str, said: str) -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "odds", dice=first, versus=second)
        (embed,) = result.response.embeds
        assert embed.author.name == "Two rolls compared"
        assert embed.description.replace("\\", "").startswith(said)
        assert f"\n\n**{second}**\n" in embed.description.replace("\\", "")
        assert len(at.charts[-1].panels) in {1, 2}


@pytest.mark.parametrize(
    ("dice", "first", "never"),
    [
        ("v5 3", "**Success: 87.5%", "Never: messy critical, bestial failure, failure"),
        ("v5 3 h3 vs 9", "**Success: 0% · never**", "Never: messy critical, critical win, win"),
        ("v5 7 h2 vs 3", "**Success: 78%", ""),
        ("pf2e +3 vs 40", "**Success: 0% · never**", "Never: critical success, success"),
        ("genesys gp", "**✓ Success: 34.4%", "Never: triumph, despair"),
        ("sp 1 vs 30", "**Success: almost 0% · less than 1 in 10^12**", "Less than 1 in 10^12: success"),
    ],
)
async def test_what_can_never_happen_is_one_line(dice: str, first: str, never: str) -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "odds", dice=dice)
        text = result.response.embeds[0].description.replace("\\", "")
        assert text.startswith(first)
        found = [line for line in text.splitlines() if line.startswith(("Never: ", "Less than"))]
        assert found == [never] * bool(never)
        assert "0% · never" not in text.partition("\n")[2]
        assert all(bar.height for series in at.charts[-1].panels[0].series for bar in series.bars)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"dice": "coc 55", "versus": "1d20"}, "can only be compared with another game system's roll"),
        ({"dice": "coc 55", "exactly": 3.0}, "A game system's odds show each outcome."),
        ({"dice": "cco 55"}, "Did you mean coc 55?"),
        ({"dice": "v5 7 h9"}, "Hunger should be 0 to 5."),
    ],
)
async def test_what_makes_no_sense(options: dict[str, object], said: str) -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "odds", **options)
        assert result.ephemeral
        assert said in result.response.content


async def test_the_odds_of_a_roll_that_is_pushed_where_it_fails() -> None:
    async with table() as at:
        plain = await at.player.slash(at.channel, "odds", dice="alien 2")
        pushed = await at.player.slash(at.channel, "odds", dice="alien 2", push=True)
        (embed,) = pushed.response.embeds
        assert embed.author.name == "Odds of alien 2, pushed if it fails"
        # 11/36 at once, else two dice again and the one that stress adds: 25/36 · 91/216.
        assert "Success: 30.6%" in plain.response.embeds[0].description
        assert "Success: 59.8%" in embed.description
        both = await at.player.slash(at.channel, "odds", dice="alien 2", versus="alien 3", push=True)
        assert "alien 3, pushed if it fails" in both.response.embeds[0].description


@pytest.mark.parametrize(
    ("dice", "said"),
    [
        ("4d6", "Only a game system's roll can be pushed"),
        ("pbta +2", "push"),
        ("coc 55 vs coc 40", "Rolls against each other can't be pushed here."),
    ],
)
async def test_what_cannot_be_pushed(dice: str, said: str) -> None:
    async with table() as at:
        refused = await at.player.slash(at.channel, "odds", dice=dice, push=True)
        assert refused.ephemeral
        assert said in refused.response.content.replace("\\", "")
