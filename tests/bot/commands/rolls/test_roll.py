"""/roll and /r, as a player uses them: the real client in a simulated Discord."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.presentation.colors import Color
from bot.presentation.discord_limits import EMBED_DESCRIPTION
from bot.services.rolls.rolling import RollingService
from dicewright import Limits
from tests.support.table import ERROR_ID, table

CALLBACK = "/callback"
DEFERRED = 5


@pytest.mark.parametrize(
    ("expression", "faces", "author", "description", "color"),
    [
        ("1d20", [13], "Robin rolls 1d20", "# 13\n1d20 (13)", Color.PLAIN),
        (
            "1d20+5",
            [20],
            "Robin rolls 1d20 + 5",
            "# 25\n**Natural 20** · 1d20 (__**20**__) + 5",
            Color.CRITICAL,
        ),
        ("d20", [1], "Robin rolls 1d20", "# 1\n**Natural 1** · 1d20 (__1__)", Color.FAILURE),
        (
            "4D6 kh3 + 2 # strength",
            [6, 1, 5, 3],
            "Robin rolls 4d6kh3 + 2",
            "*strength*\n# 16\n4d6kh3 (6, 1✗, 5, 3) + 2",
            Color.PLAIN,
        ),
        (
            "1d20+5 vs 15",
            [12],
            "Robin rolls 1d20 + 5 vs 15",
            "# 17\n**Success by 2** · 1d20 (12) + 5 vs 15",
            Color.SUCCESS,
        ),
    ],
)
async def test_a_roll_is_answered_for_all_to_see(
    expression: str, faces: list[int], author: str, description: str, color: int
) -> None:
    async with table(*faces) as at:
        result = await at.roll(expression)
        (embed,) = result.response.embeds
        assert (embed.author.name, embed.description) == (author, description)
        assert embed.color is not None
        assert embed.color.value == color
        assert not result.ephemeral
        assert not result.deferred


async def test_r_is_the_same_and_a_note_is_shown_as_it_was_typed() -> None:
    async with table(4) as at:
        result = await at.roll("1d6", command="r", note="**boom** <@1> @everyone [x](y)")
        (embed,) = result.response.embeds
        assert embed.description.startswith(r"*\*\*boom\*\* \<\@1\> \@everyone \[x\]\(y\)*" + "\n# 4\n")
        (request,) = at.requests("POST", CALLBACK)
        assert request.json["data"]["allowed_mentions"] == {"parse": []}


async def test_several_rolls_and_repeats() -> None:
    async with table(12, 2, 5, 3, 4) as at:
        result = await at.roll("1d20+5 # to hit; 2x 2d6[fire]", note="dragon")
        (embed,) = result.response.embeds
        assert embed.author.name == "Robin rolls 1d20 + 5; 2 × 2d6[fire]"
        assert embed.description.splitlines() == [
            "*dragon*",
            "*to hit*",
            "### 17",
            "1d20 (12) + 5",
            "### 7, 7",
            "**7** · 2d6 (2, 5) [fire]",
            "**7** · 2d6 (3, 4) [fire]",
            "14 in total",
        ]


async def test_in_the_bots_direct_messages() -> None:
    async with table(9) as at:
        result = await at.player.user.slash("roll", dice="1d10")
        (embed,) = result.response.embeds
        assert (embed.author.name, embed.description) == ("Robin rolls 1d10", "# 9\n1d10 (9)")


@pytest.mark.parametrize(
    ("expression", "content"),
    [
        (
            "4d6kx3",
            '```\n4d6kx3\n   ^^\n```\n"kx" is not a modifier. '
            r"Did you mean kh \(keep highest\) or kl \(keep lowest\)?",
        ),
        ("1/0", "```\n1/0\n ^^\n```\nThis divides by 0. The right side must not be 0."),
    ],
)
async def test_bad_notation_is_answered_to_the_player_alone(expression: str, content: str) -> None:
    async with table() as at:
        result = await at.roll(expression)
        assert result.ephemeral
        assert result.response.content == content
        assert result.followups == []


async def test_typed_backticks_do_not_close_the_code_block() -> None:
    async with table() as at:
        result = await at.roll("1d6 ``` @everyone")
        assert result.ephemeral
        assert result.response.content.count("```") == 2


async def test_a_great_roll_is_deferred_and_cut_but_its_total_is_there() -> None:
    async with table(*[6] * 2000) as at:
        result = await at.roll("2000d6")
        (request,) = at.requests("POST", CALLBACK)
        assert request.json["type"] == DEFERRED
        assert not result.ephemeral
        (embed,) = result.response.embeds
        assert embed.description.startswith("# 12,000\n2000d6 (6, 6, ")
        assert embed.description.endswith(" more dice")
        assert len(embed.description) < EMBED_DESCRIPTION


async def test_an_error_of_ours_is_logged_once_under_an_id_that_the_player_sees() -> None:
    async with table(rolling=RollingService(dice=lambda _count, _sides: 1 / 0)) as at:  # type: ignore[arg-type, return-value]
        with capture_logs() as logs:
            result = await at.roll("1d6")
        (error,) = at.world.errors
        assert isinstance(error.__cause__, ZeroDivisionError)
        assert result.ephemeral
        assert ERROR_ID in result.response.content
        (event,) = logs
        assert (event["event"], event["error_id"], event["command"]) == ("command failed", ERROR_ID, "roll")
        assert isinstance(event["exc_info"], ZeroDivisionError)
        assert "1d6" not in str(event)


@pytest.mark.parametrize(
    ("status", "code", "line"),
    [(404, 10062, "interaction gone"), (400, 40060, "answered by another process")],
)
async def test_an_interaction_that_is_gone_is_a_line_in_the_log_and_no_more(
    status: int, code: int, line: str
) -> None:
    async with table(4) as at:
        at.world.inject_error("POST", "*/callback", status=status, code=code, message="gone")
        with capture_logs() as logs:
            await at.roll("1d6")
        assert [event["event"] for event in logs] == [line]
        assert len(at.requests("POST", CALLBACK)) == 1
        assert len(at.world.errors) == 1


async def test_an_answer_that_discord_does_not_take_is_logged() -> None:
    async with table() as at:
        at.world.inject_error("POST", "*/callback", status=500, times=None)
        with capture_logs() as logs:
            await at.roll("4d6kx3")
        assert [event["event"] for event in logs] == ["private answer not delivered"]
        assert at.world.errors == []


async def test_limits_are_those_of_the_service() -> None:
    async with table(rolling=RollingService(limits=Limits(dice=10))) as at:
        result = await at.roll("11d6")
        assert result.ephemeral
        assert "the limit is 10" in result.response.content
