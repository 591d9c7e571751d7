"""What Discord shows while somebody types a roll."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.presentation.discord_limits import CHOICE_NAME, CHOICE_VALUE, CHOICES
from tests.support.table import table


async def typed(at, text: str, command: str = "roll") -> list[tuple[str, str]]:
    offered = await at.player.autocomplete(at.channel, command, "dice", text)
    return [(choice["name"], choice["value"]) for choice in offered]


@pytest.mark.parametrize("command", ["roll", "r"])
async def test_first_comes_what_was_understood(command: str) -> None:
    async with table() as at:
        assert await typed(at, "4d6kh3", command) == [
            ("4d6, keep the highest 3: 3 to 18, 12.24 on average", "4d6kh3")
        ]
        assert await typed(at, "4d6kx3", command) == [
            ('⚠ "kx" is not a modifier. Did you mean kh (keep highest) or kl (keep lowest)?', "4d6kx3")
        ]


async def test_then_come_saved_and_recent_rolls(address: str) -> None:
    async with table(4, address=address) as at:
        await at.player.slash(at.channel, "saved add", name="attack", roll="1d20+5")
        await at.game_master.slash(at.channel, "saved add", name="axe", roll="1d12", **{"for": "server"})
        await at.roll("1d8 # axe")
        await at.services.history.flush()
        assert await typed(at, "@a") == [
            ("@attack · 1d20+5", "@attack"),
            ("@axe · 1d12 · this server", "@axe"),
        ]
        assert await typed(at, "@axes") == [
            ("@axe · 1d12", "@axe"),
            ('⚠ Nothing is saved as "@axes". Did you mean @axe?', "@axes"),
        ]
        assert ("1d8 # axe · recent", "1d8 # axe") in await typed(at, "")


async def test_each_letter_of_long_rolls_is_within_discords_limits() -> None:
    text = (
        "6x 4d6kh3!>=5r<=2 + (1d4)d6[fire] * if(1d20+5 vs 15, 2d10, floor(7/2)) - @none # a note " + "x" * 60
    )
    async with table() as at:
        for length in range(0, len(text), 7):
            offered = await typed(at, text[:length])
            assert len(offered) <= CHOICES
            for name, value in offered:
                assert 1 <= len(name) <= CHOICE_NAME
                assert 1 <= len(value) <= CHOICE_VALUE


async def test_while_the_database_is_away_what_is_typed_is_still_understood() -> None:
    async with table() as at:
        at.database_is_away()
        assert await typed(at, "1d6") == [("1d6: 1 to 6, 3.5 on average", "1d6")]


async def test_an_error_of_ours_is_logged_and_offers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with table() as at:
        monkeypatch.setattr("bot.services.rolls.suggestions.describe", lambda _tree: 1 / 0)
        with capture_logs() as logs:
            assert await typed(at, "1d6 # secret") == []
        assert [event["event"] for event in logs] == ["suggestions failed"]
        assert "secret" not in str(logs)
