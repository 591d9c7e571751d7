"""/settings, as a game master sets a server up and a player their own replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.services.history.retention import RetentionRules
from bot.store.preferences import ServerSettings
from bot.store.visibility import Visibility
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table


OWN = {"settings:own:compact", "settings:own:luck", "settings:own:pictures"}


def parts(message: simcord.ResponseMessage) -> dict[str, dict[str, Any]]:
    """Return the buttons and selects of a panel by custom id."""
    found: dict[str, dict[str, Any]] = {}
    pending = list(message.components)
    while pending:
        each = pending.pop()
        if "custom_id" in each:
            found[each["custom_id"]] = each
        pending += each.get("components", [])
        pending += [each["accessory"]] if "accessory" in each else []
    return found


async def stored(at: Table) -> ServerSettings:
    await at.restart()
    return await at.services.preferences.stored_server(at.server.id)


async def test_a_game_master_sets_a_server_up_and_it_lasts(address: str) -> None:
    async with table(address=address) as at:
        role = at.server.create_role("GM")
        secret = at.server.create_text_channel("gm-only")
        results = at.server.create_text_channel("results")
        shown = await at.game_master.slash(at.channel, "settings")
        assert shown.ephemeral
        panel = shown.response
        await at.restart()
        for value, custom_id in (
            (role, "settings:gm_role_id"),
            (secret, "settings:gm_channel_id"),
            (results, "settings:results_channel_id"),
            ("me_and_gm", "settings:default_visibility"),
            ("90", "settings:history_days"),
        ):
            await at.game_master.select(panel, [value], custom_id=custom_id)
        await at.game_master.click(panel, custom_id="settings:toggle:compact")
        await at.game_master.click(panel, custom_id="settings:toggle:buttons")

        assert await stored(at) == ServerSettings(
            gm_role_id=role.id,
            gm_channel_id=secret.id,
            results_channel_id=results.id,
            default_visibility=Visibility.ME_AND_GM,
            compact=True,
            buttons=False,
            history_days=90,
        )
        drawn = parts(panel)
        assert drawn["settings:gm_role_id"]["default_values"] == [{"id": role.id, "type": "role"}]
        assert drawn["settings:toggle:compact"]["label"] == "On"
        assert drawn["settings:toggle:buttons"]["label"] == "Off"
        assert [message.content for message in secret.history()] == [
            "Secret and blind rolls on this server will be posted here."
        ]
        assert len(results.history()) == 1


async def test_what_was_chosen_can_be_taken_back(address: str) -> None:
    async with table(address=address) as at:
        await at.services.preferences.change_server(at.server.id, gm_role_id=5, gm_channel_id=6, compact=True)
        panel = (await at.game_master.slash(at.channel, "settings")).response
        await at.game_master.select(panel, [], custom_id="settings:gm_role_id")
        await at.game_master.select(panel, [], custom_id="settings:gm_channel_id")
        await at.game_master.click(panel, custom_id="settings:toggle:compact")
        assert await stored(at) == ServerSettings()


def chosen(panel: simcord.ResponseMessage, custom_id: str) -> list[tuple[str, bool]]:
    return [(each["label"], each.get("default", False)) for each in parts(panel)[custom_id]["options"]]


async def test_for_how_long_rolls_are_kept_is_chosen_or_left_to_the_bot(address: str) -> None:
    async with table(address=address, rules=RetentionRules(history_days=200)) as at:
        # A number of days that is not in the list is shown as it is.
        await at.services.preferences.change_server(at.server.id, history_days=7)
        panel = (await at.game_master.slash(at.channel, "settings")).response
        assert chosen(panel, "settings:history_days") == [
            ("Bot default: 200 days", False),
            ("7 days", True),
            ("30 days", False),
            ("90 days", False),
            ("1 year", False),
        ]
        await at.restart()
        await at.game_master.select(panel, ["365"], custom_id="settings:history_days")
        assert (await stored(at)).history_days == 365
        await at.game_master.select(panel, ["default"], custom_id="settings:history_days")
        assert (await stored(at)).history_days is None
        assert chosen(panel, "settings:history_days") == [
            ("Bot default: 200 days", True),
            ("30 days", False),
            ("90 days", False),
            ("1 year", False),
        ]


async def test_a_channel_in_which_the_bot_may_not_write_is_refused_at_once() -> None:
    async with table() as at:
        silence = discord.PermissionOverwrite(send_messages=False)
        closed = at.server.create_text_channel("closed", overwrites={at.server.default_role: silence})
        panel = (await at.game_master.slash(at.channel, "settings")).response
        refused = await at.game_master.select(panel, [closed], custom_id="settings:gm_channel_id")
        (notice,) = refused.followups
        assert notice.ephemeral
        assert notice.content.startswith("The bot can't post in that channel.")
        assert "default_values" not in parts(panel)["settings:gm_channel_id"]
        assert (await stored(at)).gm_channel_id is None


@pytest.mark.parametrize(
    ("field", "visibility"), [("results_channel_id", "everyone"), ("gm_channel_id", "blind")]
)
async def test_a_channel_that_refuses_later_is_paused_as_the_panel_says(field: str, visibility: str) -> None:
    async with table(*[4] * 6) as at:
        channel = at.server.create_text_channel("chosen")
        panel = (await at.game_master.slash(at.channel, "settings")).response
        await at.game_master.select(panel, [channel], custom_id=f"settings:{field}")
        assert "paused" not in str(panel.components)
        at.world.inject_error(
            "POST", f"*/channels/{channel.id}/messages", status=403, code=50001, message="No"
        )
        for _ in range(3):
            await at.roll("1d6", visibility=visibility)
        assert len(at.requests("POST", f"/channels/{channel.id}/messages")) == 2
        panel = (await at.game_master.slash(at.channel, "settings")).response
        assert str(panel.components).count("paused") == 1

        await at.game_master.select(panel, [channel], custom_id=f"settings:{field}")
        assert "paused" not in str(panel.components)
        await at.roll("1d6", visibility=visibility)
        assert len(channel.history()) == 3


async def test_a_player_sets_their_own_replies_and_sees_nothing_of_the_servers(address: str) -> None:
    async with table(address=address) as at:
        shown = await at.player.slash(at.channel, "settings")
        assert shown.ephemeral
        assert set(parts(shown.response)) == OWN
        await at.restart()
        for field, chosen, value in (
            ("compact", "compact", True),
            ("compact", "full", False),
            ("compact", "server", None),
            ("luck", "off", False),
            ("luck", "on", True),
            ("luck", "server", None),
            ("pictures", "off", False),
            ("pictures", "on", True),
            ("pictures", "server", None),
        ):
            custom_id = f"settings:own:{field}"
            await at.player.select(shown.response, [chosen], custom_id=custom_id)
            own = await at.services.preferences.stored_player(at.player.id)
            assert getattr(own, field) is value
            options = parts(shown.response)[custom_id]["options"]
            assert [each["value"] for each in options if each.get("default")] == [chosen]


async def test_a_manager_has_both_panels_a_touch_apart() -> None:
    async with table() as at:
        panel = (await at.game_master.slash(at.channel, "settings")).response
        await at.game_master.click(panel, label="My settings")
        assert "settings:own:compact" in parts(panel)
        await at.game_master.click(panel, label="Server settings")
        assert "settings:gm_role_id" in parts(panel)


async def test_in_direct_messages_there_are_only_ones_own() -> None:
    async with table() as at:
        shown = await at.game_master.user.slash("settings")
        assert set(parts(shown.response)) == OWN


@pytest.mark.parametrize("custom_id", ["settings:toggle:compact", "settings:show:server"])
async def test_who_lost_the_permission_changes_nothing_any_more(custom_id: str) -> None:
    async with table() as at:
        panel = (await at.game_master.slash(at.channel, "settings")).response
        if custom_id == "settings:show:server":
            await at.game_master.click(panel, label="My settings")
        at.world.backend.get_guild(at.server.id).members[at.game_master.id].role_ids.clear()
        refused = await at.game_master.click(panel, custom_id=custom_id)
        assert refused.response.content.startswith("Only members with Manage Server can")
        assert await stored(at) == ServerSettings()
