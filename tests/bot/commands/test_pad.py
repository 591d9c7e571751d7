"""/pad, as several people at a table touch it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table


async def pad_of(at: Table) -> simcord.ResponseMessage:
    posted = await at.game_master.slash(at.channel, "pad")
    assert not posted.ephemeral
    return posted.response


async def test_a_roll_is_put_together_by_touch_and_rolled_for_all(address: str) -> None:
    async with table(6, 5, 17, address=address) as at:
        panel = await pad_of(at)
        own = await at.player.click(panel, label="d6")
        assert own.ephemeral
        assert own.response.content == "## 1d6"
        for label, shown in (("d6", "2d6"), ("+1", "2d6 + 1"), ("d20", "2d6 + 1d20 + 1")):
            await at.player.click(own.response, label=label)
            assert own.response.content == f"## {shown}"
        rolled = await at.player.click(own.response, label="Roll")
        assert not rolled.ephemeral
        (embed,) = rolled.response.embeds
        assert embed.author.name == "Robin rolls 2d6 + 1d20 + 1"
        assert embed.description.startswith("# 29\n")


async def test_each_person_has_a_roll_of_their_own_on_one_panel(address: str) -> None:
    async with table(4, 11, address=address) as at:
        panel = await pad_of(at)
        mine = await at.player.click(panel, label="d8")
        theirs = await at.other.click(panel, label="d12")
        assert (mine.response.content, theirs.response.content) == ("## 1d8", "## 1d12")
        assert (await at.player.click(panel, label="Roll")).response.embeds[0].description == "# 4\n1d8 (4)"
        rolled = await at.other.click(theirs.response, label="Roll")
        assert rolled.response.embeds[0].author.name == "Sam rolls 1d12"
        assert panel.content.startswith("### Dice pad")


async def test_pads_and_what_is_on_them_survive_a_restart(address: str) -> None:
    async with table(20, 3, address=address) as at:
        panel = await pad_of(at)
        own = await at.player.click(panel, label="d20")
        await at.restart()
        await at.player.click(own.response, label="Adv")
        assert own.response.content == "## 1d20adv"
        lost_and_found = await at.player.click(panel, label="+1")
        assert lost_and_found.response.content == "## 1d20adv + 1"
        rolled = await at.player.click(panel, label="Roll")
        assert rolled.response.embeds[0].description.startswith("# 21\n")


async def test_the_keys_fit_in_three_rows_on_a_phone() -> None:
    async with table() as at:
        panel = await pad_of(at)
        keys = [[key["label"] for key in row["components"]] for row in panel.components]
        assert [len(row) for row in keys] == [5, 5, 4]
        # Discord shows five buttons side by side on a phone where no label is longer.
        assert max(len(label) for row in keys for label in row) <= 5
        danger = 4
        assert not [key for row in panel.components for key in row["components"] if key["style"] == danger]
        own = await at.player.click(panel, label="d20")
        await at.player.click(own.response, label="+5")
        assert own.response.content == "## 1d20 + 5"


async def test_two_panels_hold_two_rolls() -> None:
    async with table() as at:
        first, second = await pad_of(at), await pad_of(at)
        await at.player.click(first, label="d4")
        own = await at.player.click(second, label="d10")
        assert own.response.content == "## 1d10"


async def test_rolling_nothing_is_answered_kindly_and_clear_clears() -> None:
    async with table() as at:
        panel = await pad_of(at)
        nothing = await at.player.click(panel, label="Roll")
        assert nothing.ephemeral
        assert nothing.response.content == "First tap the dice you want to roll, then tap Roll."
        own = await at.player.click(panel, label="\N{MINUS SIGN}1")
        assert own.response.content == "## -1 · now tap a die"
        await at.player.click(own.response, label="Clear")
        assert own.response.content == "## Tap a die"


async def test_in_direct_messages() -> None:
    async with table(2) as at:
        panel = (await at.player.user.slash("pad")).response
        own = await at.player.user.click(panel, label="d100")
        rolled = await at.player.user.click(own.response, label="Roll")
        assert rolled.response.embeds[0].description == "# 2\n1d100 (2)"
