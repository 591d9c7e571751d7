"""What players see and what is counted when a command fails by no fault of theirs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.services.rolls.rolling import RollingService
from tests.support.table import table

if TYPE_CHECKING:
    from bot.metrics import ErrorKind


async def test_an_outdated_command_says_so() -> None:
    async with table() as at:
        at.world.bot.tree.remove_command("r")
        with capture_logs() as logs:
            result = await at.roll("1d6", command="r")
        assert result.ephemeral
        assert "has just been updated" in result.response.content
        assert [event["event"] for event in logs] == ["command outdated"]
        assert len(at.world.errors) == 1
        assert counted(at.world.bot) == {"outdated_command": 1}


def refusal(status: int, code: int = 0, text: str = "No") -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="", headers={})
    return discord.HTTPException(response, {"code": code, "message": text} if code else text)


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (refusal(400, 40060), "answered_elsewhere"),
        (refusal(404, 10062), "interaction_gone"),
        (refusal(404, 10008), "refused_by_discord"),
        (refusal(403, 50013), "refused_by_discord"),
        (refusal(400, 50035), "refused_by_discord"),
        (refusal(503), "discord_unavailable"),
        (refusal(403, text="<html>error code: 1015</html>"), "discord_unavailable"),
        (ConnectionResetError("line broken"), "discord_unavailable"),
        (KeyError("ours"), "unexpected"),
    ],
    ids=str,
)
async def test_an_error_is_counted_by_its_kind(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, kind: ErrorKind
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise failure

    async with table() as at:
        monkeypatch.setattr(RollingService, "roll", fail)
        await at.roll("1d6")
        assert counted(at.world.bot) == {kind: 1}
        assert len(at.world.errors) == 1
        assert sum(at.world.bot.metrics.rolls.values()) == 0


async def test_what_a_player_got_wrong_is_no_error() -> None:
    async with table() as at:
        await at.roll("4d6kx3")
        assert counted(at.world.bot) == {}


async def test_what_is_answered_too_late_for_a_stop_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise RuntimeError("Session is closed")

    async with table() as at:
        monkeypatch.setattr(RollingService, "roll", fail)
        with capture_logs() as logs:
            monkeypatch.setattr(at.world.bot, "is_closed", lambda: True)
            await at.roll("1d6")
            monkeypatch.undo()
        assert [event["event"] for event in logs] == ["not answered before the stop"]
        assert counted(at.world.bot) == {"interaction_gone": 1}
        assert len(at.world.errors) == 1


def counted(bot: Any) -> dict[str, int]:
    return {kind: number for kind, number in bot.metrics.errors.items() if number}
