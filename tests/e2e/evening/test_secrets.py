"""The check that nothing secret reached anybody is checked itself: it must be able to fail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.store.rolls import RecordedRoll
from bot.store.visibility import Visibility
from tests.e2e.evening.script import GAME_MASTER, GM_CHANNEL_ID, PLAYERS
from tests.e2e.evening.secrets import leaks
from tests.e2e.evening.table import Attempt, Table, direct_channel
from tests.support.fake_discord import FakeDiscord, Interaction, Shown, payloads
from tests.support.rolls import START

ALEX, BLAIR = PLAYERS[:2]
TOTAL = 271_828_182_845
TABLE = payloads.CHANNEL_ID
ROLLED = RecordedRoll(
    interaction_id=7,
    rolled_at=START,
    player_id=ALEX.user_id,
    text="1d1000000 * 1d1000000",
    notation="1d1000000 * 1d1000000",
    total=str(TOTAL),
    faces=(1, 2),
    visibility=Visibility.BLIND,
    blind_token="token",
)


def message(text: str, **about: Any) -> Shown:
    body = {"embeds": [{"description": text}]}
    return Shown(payloads.message(1, body), about.pop("channel_id", TABLE), **about)


def table(*messages: Shown) -> Table:
    at = Table(FakeDiscord())
    at.discord.rest.shown.extend(messages)
    return at


@pytest.mark.parametrize(
    ("visibility", "about", "reached"),
    [
        (Visibility.BLIND, {}, "alex"),
        (Visibility.BLIND, {"only_for": ALEX.user_id}, "alex"),
        (Visibility.BLIND, {"channel_id": direct_channel(BLAIR)}, "blair"),
        (Visibility.BLIND, {"only_for": GAME_MASTER.user_id}, None),
        (Visibility.BLIND, {"channel_id": GM_CHANNEL_ID}, None),
        (Visibility.ME_AND_GM, {"only_for": ALEX.user_id}, None),
        (Visibility.ME_AND_GM, {"only_for": BLAIR.user_id}, "blair"),
        (Visibility.ONLY_ME, {"only_for": ALEX.user_id}, None),
        (Visibility.ONLY_ME, {"channel_id": GM_CHANNEL_ID}, "morgan"),
    ],
)
async def test_who_may_see_a_total(
    visibility: Visibility, about: dict[str, Any], reached: str | None
) -> None:
    at = table(message(f"# {TOTAL}", **about))
    found = leaks(at, [replace(ROLLED, visibility=visibility)]).leaks
    assert bool(found) == (reached is not None)
    assert reached is None or reached in found[0]


async def test_files_are_read_too() -> None:
    found = leaks(table(message("Here it is.", files=(f"roll,total\n1d6,{TOTAL}",))), [ROLLED]).leaks
    assert len(found) == 1


async def test_a_total_in_a_longer_number_is_none() -> None:
    assert leaks(table(message(f"1{TOTAL}")), [ROLLED]).leaks == []


async def test_a_revealed_roll_is_public_from_then_on() -> None:
    at = table(message("before"), message(f"# {TOTAL}"))
    pressed = Interaction(9, "token", 0.0, user_id=GAME_MASTER.user_id)
    at.attempts.append(Attempt(pressed, GAME_MASTER, "reveal", 0, False, False, "reveal:token", 1))
    revealed = replace(ROLLED, revealed_at=START)
    assert leaks(at, [revealed]).leaks == []
    at.discord.rest.shown.insert(0, message(f"# {TOTAL}"))
    assert len(leaks(at, [revealed]).leaks) == 1


@pytest.mark.parametrize(
    ("said", "leaked"),
    [
        ("Only the GM can see the result.", False),
        ("*Perception*\nOnly the GM can see the result.", False),
        ("# 17\nOnly the GM can see the result.", True),
        ("17", True),
    ],
)
async def test_what_a_public_line_may_say(said: str, leaked: bool) -> None:
    usual = replace(ROLLED, text="1d20", notation="1d20", total="17", faces=(17,))
    assert bool(leaks(table(message(said, interaction_id=7)), [usual]).leaks) == leaked
