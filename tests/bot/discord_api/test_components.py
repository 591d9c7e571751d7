"""What all buttons, selects and forms have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from tests.support.table import ERROR_ID, table

if TYPE_CHECKING:
    import pytest

NOWHERE = "postgresql://nobody@127.0.0.1:9/none"
OUT_OF_REACH = "The bot can't reach its database right now"


async def test_discord_py_remembers_no_message_of_ours() -> None:
    async with table() as at:
        for command in ("help", "pad", "settings", "saved list"):
            await at.player.slash(at.channel, command)
        panel = await at.player.slash(at.channel, "pad")
        own = await at.player.click(panel.response, label="d6")
        await at.player.click(own.response, label="d6")
        await at.player.slash(at.channel, "saved add", name="attack", roll="1d20")
        await at.player.slash(at.channel, "saved edit", name="attack")
        store = at.world.bot._connection._view_store
        assert (store._views, store._synced_message_views, store._modals) == ({}, {}, {})


async def test_an_error_of_ours_is_logged_once_under_an_id_that_the_person_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with table() as at:
        panel = await at.player.slash(at.channel, "pad")
        monkeypatch.setattr("bot.services.pad.after", lambda _text, _key: 1 / 0)
        with capture_logs() as logs:
            answer = await at.player.click(panel.response, label="d6")
        assert answer.ephemeral
        assert ERROR_ID in answer.response.content
        assert [(event["event"], event["error_id"]) for event in logs] == [("command failed", ERROR_ID)]


async def test_a_component_that_is_gone_is_a_line_in_the_log() -> None:
    async with table() as at:
        panel = await at.player.slash(at.channel, "pad")
        at.world.inject_error("POST", "*/callback", status=404, code=10062, message="gone")
        with capture_logs() as logs:
            await at.player.click(panel.response, label="d6")
        assert [event["event"] for event in logs] == ["interaction gone"]


async def test_without_the_database_each_panel_says_so_and_plain_dice_roll_on() -> None:
    async with table(13, 14, address=NOWHERE) as at:
        for command, options in (
            ("saved add", {"name": "attack", "roll": "1d20"}),
            ("saved list", {}),
            ("saved show", {"name": "attack"}),
            ("saved export", {}),
            ("settings", {}),
            ("roll", {"dice": "@attack"}),
        ):
            refused = await at.player.slash(at.channel, command, **options)
            assert refused.ephemeral, command
            assert refused.response.content.startswith(OUT_OF_REACH), command
        assert await at.player.autocomplete(at.channel, "saved show", "name", "") == []

        panel = await at.player.slash(at.channel, "pad")
        refused = await at.player.click(panel.response, label="d6")
        assert refused.response.content.startswith(OUT_OF_REACH)

        assert (await at.roll("1d20")).response.embeds[0].description.startswith("# 13\n")
        shown = await at.player.slash(at.channel, "help")
        rolled = await at.player.click(shown.response, label="1d20+5")
        assert rolled.response.embeds[0].description.startswith("# 19\n")
