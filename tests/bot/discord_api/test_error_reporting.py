"""Commands that Discord still shows and the bot no longer has."""

from __future__ import annotations

from structlog.testing import capture_logs

from tests.support.table import table


async def test_an_outdated_command_says_so() -> None:
    async with table() as at:
        at.world.bot.tree.remove_command("r")
        with capture_logs() as logs:
            result = await at.roll("1d6", command="r")
        assert result.ephemeral
        assert "has just been updated" in result.response.content
        assert [event["event"] for event in logs] == ["command outdated"]
        assert len(at.world.errors) == 1
