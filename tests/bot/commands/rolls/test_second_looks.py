"""Push, Spend Willpower, keep dice and what follows a roll; on both databases, across restarts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.commands.rolls.second_looks import die_of
from bot.discord_api.custom_ids import UnreadableId
from bot.store.rolls import own_rolls
from dicewright import RollError
from tests.support.past_rolls import rows
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from bot.store.rolls import RecordedRoll
    from tests.support.table import Table

ALIEN = "alien 2 s1"


async def history(at: Table) -> list[RecordedRoll]:
    await at.services.history.flush()
    return list(await at.services.past.page(own_rolls(at.player.id), limit=9))


async def test_push_is_a_new_roll_that_points_to_the_first(address: str) -> None:
    async with table(6, 2, 3, 6, 4, 5, address=address) as at:
        first = await at.roll(ALIEN, note="hide")
        assert at.labels() == ["Roll again", "Odds", "Answer this roll", "Push"]
        await at.services.history.flush()
        await at.restart()
        pushed = await at.player.click(first.response, label="Push")
        (embed,) = pushed.response.embeds
        assert embed.author.name == "Robin rolls alien 2 s1 · Push"
        said = embed.description.splitlines()
        assert said[:3] == ["*hide*", "# ✓ Success", "**2 against 1**"]
        # The stress die that pushing adds is thrown as well.
        assert said[3] == "base dice 6, 6 · stress dice 4, 5"
        assert said[4].startswith("Follows [this roll](https://discord.com/channels/")
        newest, oldest = await history(at)
        assert (newest.first_id, oldest.first_id) == (oldest.interaction_id, None)
        assert newest.faces == (6, 4, 5)
        page = await at.player.slash(at.channel, "history")
        assert [row.name for row in rows(page.response.embeds[0])] == [
            "✓ Success · 2 against 1 · base dice 6, 6 · stress dice 4, 5",
            "✓ Success · 1 against 1 · base dice 6, 2 · stress dice 3",
        ]


async def test_of_one_roll_there_is_one_push(address: str) -> None:
    async with table(2, 2, 3, 2, 2, 3, 3, address=address) as at:
        first = await at.roll(ALIEN)
        await at.player.click(first.response, label="Push")
        # Once in this process, and once after a restart, when only the history knows.
        for _ in range(2):
            again = await at.player.click(first.response, label="Push")
            assert again.ephemeral
            assert again.response.content == "You have already done that with this roll."
            await at.services.history.flush()
            await at.restart()


async def test_only_the_player_of_a_roll_pushes_it() -> None:
    async with table(2, 2, 3) as at:
        first = await at.roll(ALIEN)
        other = await at.other.click(first.response, label="Push")
        assert other.ephemeral
        assert other.response.content == "Only the player who made this roll can do that."


async def test_a_roll_that_may_not_be_pushed_has_no_button_but_what_follows_it() -> None:
    async with table(2, 2, 1, 4) as at:
        first = await at.roll(ALIEN)
        assert at.labels() == ["Roll again", "Odds", "Answer this roll", "Roll panic"]
        panic = await at.player.click(first.response, label="Roll panic")
        assert panic.response.embeds[0].author.name == "Robin rolls alien panic s1"


async def test_up_to_three_dice_are_chosen(address: str) -> None:
    async with table(1, 7, 2, 3, 8, 9, 10, address=address) as at:
        first = await at.roll("v5 5 h2 vs 3")
        await at.services.history.flush()
        await at.restart()
        asked = await at.player.click(first.response, label="Spend Willpower")
        assert asked.ephemeral
        (select,) = at.requests("POST", "/callback")[-1].json["data"]["components"][0]["components"]
        assert (select["min_values"], select["max_values"]) == (1, 3)
        assert [option["label"] for option in select["options"]] == [
            "other dice 1: 2",
            "other dice 2: 3",
            "other dice 3: 8",
        ]
        chosen = await at.player.select(asked.response, values=["other_dice.0", "other_dice.1"])
        (embed,) = chosen.response.embeds
        assert embed.author.name == "Robin rolls v5 5 h2 vs 3 · Spend Willpower"
        assert "hunger dice 1, 7 · other dice 9, 10, 8" in embed.description
        assert not chosen.ephemeral


@pytest.mark.parametrize("chosen", [("hunger_dice", 0), ("other_dice", 9), ("nothing", 0)])
async def test_dice_that_were_not_offered_are_refused(chosen: tuple[str, int]) -> None:
    async with table(1, 7, 2, 3, 8, 9) as at:
        first = await at.roll("v5 5 h2 vs 3")
        roll, *_ = await history(at)
        with pytest.raises(RollError):
            await at.services.looks.at(roll.interaction_id, "push", player_id=at.player.id, chosen=[chosen])
        # After a refusal, the player can try again correctly.
        asked = await at.player.click(first.response, label="Spend Willpower")
        done = await at.player.select(asked.response, values=["other_dice.0"])
        assert "other dice 9, 3, 8" in done.response.embeds[0].description


@pytest.mark.parametrize("value", ["", "pool", "pool.", "pool.x", "pool.-1", "pool.99999999999"])
def test_choices_that_a_changed_client_makes_up(value: str) -> None:
    with pytest.raises(UnreadableId):
        die_of(value)


async def test_dice_are_kept() -> None:
    async with table(5, 8, 3) as at:
        first = await at.roll("cortex d6 d8 d10")
        assert "13" in first.response.embeds[0].description
        asked = await at.player.click(first.response, label=at.labels()[-1])
        kept = await at.player.select(asked.response, values=["pool.0", "pool.2"])
        assert "**8, effect d8**" in kept.response.embeds[0].description


async def test_a_secret_roll_stays_secret() -> None:
    async with table(6, 2, 3, 6, 4, 5) as at:
        first = await at.roll(ALIEN, visibility="only_me")
        pushed = await at.player.click(first.response, label="Push")
        assert pushed.ephemeral
        newest, _ = await history(at)
        assert newest.visibility.value == "only_me"


async def test_buttons_under_a_blind_roll_say_nothing_of_it() -> None:
    async with table(2, 2, 1, 6, 2, 3) as at:
        shown = []
        for _ in range(2):
            await at.roll(ALIEN, visibility="blind")
            shown.append(at.labels())
        assert shown[0] == shown[1]
        assert "panic" not in json.dumps([request.json for request in at.world.http_requests])


async def test_a_roll_that_was_deleted_is_not_pushed() -> None:
    async with table(2, 2, 3) as at:
        first = await at.roll(ALIEN)
        await at.services.privacy.remove_all(at.player.id)
        gone = await at.player.click(first.response, label="Push")
        assert gone.ephemeral
        assert gone.response.content == "This roll has been deleted from the history."


async def test_repeats_have_no_second_look() -> None:
    async with table(*[2] * 6) as at:
        result: simcord.InteractionResult = await at.roll(f"2x {ALIEN}")
        assert result.response.embeds
        assert at.labels() == ["Roll again", "Odds"]
