"""The button under a mistake that rolls what was meant, with the same visibility."""

from __future__ import annotations

import pytest

from tests.support.table import Table, table


def button(at: Table) -> dict[str, str]:
    """Return the one button under the bot's last answer."""
    request = at.requests("POST", "/callback")[-1]
    ((only,),) = [row["components"] for row in request.json["data"]["components"]]
    return only  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("8d10 t7", "Roll 8d10>=7"),
        ("10d6 >> 4", "Roll 10d6 >= 4"),
        ("4d6rr1", "Roll 4d6r1"),
        ("1d20 Stealth +", None),
        ("flor(3)", "Roll floor(3)"),
        ("cco 55", "Roll coc 55"),
        ("shadow run 5", "Roll sr 5"),
        ("Call of Cthulhu 55", "Roll coc 55"),
        ("4d6kx3", None),
        ("v5 7 h9", None),
        ("1/0", None),
    ],
)
async def test_a_sure_repair_has_a_button(typed: str, label: str | None) -> None:
    async with table(*[3] * 20) as at:
        result = await at.roll(typed)
        assert result.ephemeral
        if label is None:
            assert not result.response.components
            return
        assert button(at)["label"] == label
        rolled = await at.player.click(result.response, label=label)
        author = rolled.response.embeds[0].author.name
        assert (
            author.replace("=1", "1").replace(" >= ", ">=") == f"Robin rolls{label[4:].replace(' >= ', '>=')}"
        )
        assert not rolled.ephemeral


async def test_the_button_survives_a_restart_however_long_the_roll_is(address: str) -> None:
    typed = "8d10 t7 # " + "long " * 30
    async with table(*[3] * 8, address=address) as at:
        result = await at.roll(typed)
        assert len(button(at)["custom_id"]) <= 100
        await at.restart()
        rolled = await at.player.click(result.response, label=button(at)["label"])
        assert rolled.response.embeds[0].author.name == "Robin rolls 8d10>=7"


@pytest.mark.parametrize("visibility", ["only_me", "blind"])
async def test_what_was_meant_is_seen_by_those_who_were_to_see_it(visibility: str) -> None:
    async with table(*[3] * 8) as at:
        result = await at.roll("8d10 t7", visibility=visibility, note="hunt")
        rolled = await at.player.click(result.response, label="Roll 8d10>=7")
        assert rolled.ephemeral == (visibility == "only_me")
        (embed,) = rolled.response.embeds
        assert embed.description.startswith("*hunt*")
        assert ("Only the GM" in embed.description) == (visibility == "blind")


async def test_it_is_rolled_as_often_as_was_wanted() -> None:
    async with table(*[8] * 16) as at:
        result = await at.player.slash(at.channel, "roll", dice="8d10 t7", times=2)
        rolled = await at.player.click(result.response, label="Roll 2x 8d10>=7")
        assert rolled.response.embeds[0].description.endswith("16 in total")


async def test_odds_of_what_was_meant() -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "odds", dice="8d10 t7")
        odds = await at.player.click(result.response, label="Odds of 8d10>=7")
        assert odds.response.embeds[0].author.name == "Odds of 8d10>=7"


async def test_the_suggestions_offer_it_as_well() -> None:
    async with table() as at:
        found = await at.player.autocomplete(at.channel, "roll", "dice", "8d10 t7")
        assert [each["value"] for each in found][:2] == ["8d10>=7", "8d10 t7"]
        assert found[0]["name"].startswith("8d10>=7 · ")
