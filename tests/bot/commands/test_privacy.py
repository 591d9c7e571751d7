"""/privacy: seen, exported and deleted by the player; on both databases, across restarts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.history.retention import RetentionRules
from tests.support.past_rolls import rows
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table


async def leave_traces(at: Table, who: simcord.MemberActor) -> None:
    """Have somebody do all that is remembered."""
    await who.slash(at.channel, "roll", dice="1d20", note="to hit")
    await who.slash(at.channel, "saved add", name="attack", roll="1d20+5")
    await who.slash(at.channel, "saved share", name="attack")
    panel = await who.slash(at.channel, "settings")
    if who is not at.game_master:
        await who.select(panel.response, ["compact"], custom_id="settings:own:compact")
    pad = await who.slash(at.channel, "pad")
    await who.click(pad.response, label="d6")


def described(shown: simcord.InteractionResult) -> str:
    (embed,) = shown.response.embeds
    return str(embed.description)


async def exported(who: simcord.MemberActor, shown: simcord.InteractionResult) -> dict[str, Any]:
    file = await who.click(shown.response, label="Export my data")
    assert file.ephemeral
    (attachment,) = file.response.attachments
    assert attachment.filename == "dicewright-data.json"
    document: dict[str, Any] = json.loads(await attachment.read())
    return document


async def everything_shown(at: Table, who: simcord.MemberActor) -> dict[str, str]:
    """Return all that the bot shows of somebody, to them and to a GM."""
    await at.services.history.flush()
    found = {}
    for name, asker, command, options in (
        ("history", who, "history", {}),
        ("saved", who, "saved list", {}),
        ("luck", at.other, "luck", {"player": who}),
        ("fairness", at.other, "fairness", {}),
        ("GM's history", at.game_master, "history", {"player": who}),
    ):
        found[name] = described(await asker.slash(at.channel, command, **options))
    found["settings"] = str((await who.slash(at.channel, "settings")).response.components)
    offered = await who.autocomplete(at.channel, "roll", "dice", "")
    return found | {"suggestions": str([each["value"] for each in offered])}


async def test_what_is_stored_is_shown_and_exported(address: str) -> None:
    async with table(12, 3, address=address) as at:
        await leave_traces(at, at.player)
        await at.services.history.flush()
        shown = await at.player.slash(at.channel, "privacy")
        assert shown.ephemeral
        for words in (
            "**Rolls** (1): what you typed, your notes",
            "Kept for 1 year. Servers can choose another time.",
            "**Saved rolls** (1)",
            "**Shared rolls and game systems** (1)",
            "**Dice pads** (1)",
            "**Settings** (some)",
        ):
            assert words in described(shown)
        await at.restart()
        document = await exported(at.player, shown)
        assert document["player_id"] == str(at.player.id)
        assert document["settings"]["short_replies"] is True
        assert document["settings"]["game_systems"] == []
        assert [roll["name"] for roll in document["saved_rolls"]] == ["attack"]
        assert [share["rolls"] for share in document["shares"]] == [{"attack": "1d20+5"}]
        assert document["dice_pads"] == ["1d6"]
        assert [(roll["note"], roll["total"]) for roll in document["rolls"]] == [("to hit", 12)]

        other = await at.other.slash(at.channel, "privacy")
        assert "**Rolls** (0)" in described(other)
        assert (await exported(at.other, other))["rolls"] == []


async def test_deleting_asks_first_and_then_leaves_nothing(address: str) -> None:
    async with table(12, address=address, luck=True) as at:
        nothing = await everything_shown(at, at.player)
        await leave_traces(at, at.player)
        something = await everything_shown(at, at.player)
        assert [name for name in nothing if something[name] == nothing[name]] == []

        shown = await at.player.slash(at.channel, "privacy")
        await at.restart()
        await at.player.click(shown.response, label="Delete my data")
        assert described(shown).startswith(
            "This deletes your rolls (1), saved rolls (1) and characters (0), what you shared"
        )
        await at.player.click(shown.response, label="Cancel")
        assert "**Rolls** (1)" in described(shown)
        await at.player.click(shown.response, label="Delete my data")
        await at.restart()
        # Known to the new process as well, so that what it remembers must go, too.
        assert "@attack" in (await everything_shown(at, at.player))["suggestions"]
        await at.player.click(shown.response, label="Delete everything")
        assert described(shown).startswith("5 entries were deleted")
        assert shown.response.components == []
        assert await everything_shown(at, at.player) == nothing
        again = await at.player.slash(at.channel, "privacy")
        assert "**Rolls** (0)" in described(again)
        assert "**Settings** (none)" in described(again)
        await at.restart()
        assert await everything_shown(at, at.player) == nothing


async def test_what_is_not_written_yet_is_deleted_too_and_others_keep_theirs(address: str) -> None:
    async with table(12, 13, 14, address=address) as at:
        shown = await at.player.slash(at.channel, "privacy")
        await at.player.click(shown.response, label="Delete my data")
        await at.other.slash(at.channel, "roll", dice="1d20")
        await at.roll("1d20")
        await at.roll("1d20", visibility="blind")
        await at.player.click(shown.response, label="Delete everything")
        await at.services.history.flush()
        mine = await at.player.slash(at.channel, "history")
        assert described(mine).startswith("No rolls yet.")
        gm = await at.game_master.slash(at.channel, "history", which="server")
        assert [row.name for row in rows(gm.response.embeds[0])] == ["12 · 1d20 (12)"]


async def test_a_gm_can_look_at_a_deleted_blind_roll_no_more(address: str) -> None:
    async with table(12, address=address) as at:
        blind = await at.roll("1d20", visibility="blind")
        shown = await at.player.slash(at.channel, "privacy")
        await at.player.click(shown.response, label="Delete my data")
        await at.player.click(shown.response, label="Delete everything")
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert "has been deleted" in looked.response.content


async def test_for_how_long_rolls_are_kept_here() -> None:
    async with table(rules=RetentionRules(history_days=200)) as at:
        shown = await at.player.slash(at.channel, "privacy")
        assert "Kept for 200 days. Servers can choose another time." in described(shown)
        await at.services.preferences.change_server(at.server.id, history_days=30)
        shown = await at.player.slash(at.channel, "privacy")
        assert "Kept for 200 days. On this server: 30 days." in described(shown)
        in_private = await at.player.user.slash("privacy")
        assert "Kept for 200 days. Servers can choose another time." in described(in_private)


@pytest.mark.parametrize("label", ["Export my data", "Delete my data", "Delete everything"])
async def test_while_the_database_is_away_it_says_so_and_can_be_tried_again(label: str) -> None:
    async with table(12) as at:
        await leave_traces(at, at.player)
        await at.services.history.flush()
        shown = await at.player.slash(at.channel, "privacy")
        if label == "Delete everything":
            await at.player.click(shown.response, label="Delete my data")
        at.database_is_away()
        away = await at.player.click(shown.response, label=label)
        notice = (away.followups or [away.response])[-1]
        assert notice.ephemeral
        assert notice.content.startswith("The bot can't reach its database")
        refused = await at.player.slash(at.channel, "privacy")
        assert refused.response.content.startswith("The bot can't reach its database")
        await at.restart()
        again = await at.player.click(shown.response, label=label)
        assert again.followups == []
        assert again.response.content == "" or again.response.attachments
