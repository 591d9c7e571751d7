"""The buttons under rolls, pressed by anybody, after restarts; on both databases."""

from __future__ import annotations

import re
from typing import Any

import pytest
from structlog.testing import capture_logs

import dicewright
from bot.services.rolls.rolling import RollingService
from bot.store.rolls import own_rolls
from tests.support.table import ERROR_ID, table

DEFERRED = 5
LONG = "1d20 + " + " + ".join(f"{number}d1[label {number}]" for number in range(1, 12))
LONG_DICE = [1] * sum(range(1, 12))


def author(result: Any) -> str:
    return str(result.response.embeds[0].author.name)


async def test_roll_again_is_a_new_roll_by_the_person_who_presses(address: str) -> None:
    async with table(4, 5, 6, address=address) as at:
        first = await at.roll("1d6", note="to hit")
        await at.restart()
        own = await at.player.click(first.response, label="Roll again")
        others = await at.other.click(own.response, label="Roll again")
        assert not others.ephemeral
        assert [result.response.embeds[0].author.name for result in (own, others)] == [
            "Robin rolls 1d6",
            "Sam rolls 1d6",
        ]
        assert others.response.embeds[0].description == "*to hit*\n# 6\n1d6 (6)"
        assert len({first.response.id, own.response.id, others.response.id}) == 3


@pytest.mark.parametrize(("label", "total"), [("Adv", 17), ("With disadvantage", 8)])
async def test_a_lone_d20_has_advantage_and_disadvantage(address: str, label: str, total: int) -> None:
    async with table(3, 3, 12, address=address) as at:
        first = await at.roll("1d20+5")
        await at.restart()
        again = await at.use(at.player, first.response, label)
        assert f"# {total}\n" in again.response.embeds[0].description
        labels = [button["label"] for button in again.response.components[0]["components"]]
        assert labels == ["Roll again", "Plain"]


async def test_a_saved_roll_keeps_its_name_and_can_go_back_to_plain(address: str) -> None:
    async with table(10, 3, 12, 9, 11, 12, address=address) as at:
        await at.player.slash(at.channel, "saved add", name="attack", roll="1d20 + 7")
        rolled = await at.roll("@attack", note="goblin")
        said = []
        for label in ("Adv", "Roll again", "Plain", "With disadvantage"):
            said.append(author(rolled))
            if label == "Roll again":
                continue
            rolled = await at.use(at.other, rolled.response, label)
        said.append(author(rolled))
        assert said == [
            "Robin rolls attack",
            "Sam rolls attack with advantage",
            "Sam rolls attack with advantage",
            "Sam rolls attack",
            "Sam rolls attack with disadvantage",
        ]
        odds = await at.use(at.other, rolled.response, "Odds")
        assert author(odds) == "Odds of attack with disadvantage"
        assert odds.response.embeds[0].description.startswith("**1d20dis + 7**\n")
        await at.services.history.flush()
        history = await at.other.slash(at.channel, "history")
        names = str(history.response.embeds[0].to_dict()).replace("\\", "")
        assert " · attack (dis) · 1d20dis (" in names
        assert " · attack (adv) · 1d20adv (" in names
        assert " · attack · 1d20 (" in names


async def test_all_dice_of_a_huge_roll_come_as_a_file(address: str) -> None:
    async with table(rolling=RollingService(), address=address) as at:
        rolled = await at.roll("150d6")
        await at.restart()
        file = await at.use(at.other, rolled.response, "All dice as a file")
        assert file.ephemeral
        (attachment,) = file.response.attachments
        text = (await attachment.read()).decode()
        total, dice = re.fullmatch(r"(\d+) = 150d6 \((.*)\)\n", text).groups()
        assert f"# {total}\n" in rolled.response.embeds[0].description
        assert sum(map(int, dice.split(", "))) == int(total)
        assert len(dice.split(", ")) == 150


async def test_a_saved_roll_is_rolled_again_by_those_who_have_not_saved_it(address: str) -> None:
    async with table(10, 11, address=address) as at:
        await at.player.slash(at.channel, "saved add", name="attack", roll="1d20 + 7")
        first = await at.roll("@attack + 1")
        again = await at.other.click(first.response, label="Roll again")
        assert author(again) == "Sam rolls @attack + 1"
        assert again.response.embeds[0].description == "# 19\n(1d20 (11) + 7) + 1"


async def test_what_one_rolls_for_oneself_stays_so(address: str) -> None:
    async with table(4, 5, address=address) as at:
        first = await at.roll("1d6", visibility="only_me")
        assert (await at.player.click(first.response, label="Roll again")).ephemeral


async def test_an_expression_of_any_length_can_be_rolled_again_and_saved(address: str) -> None:
    async with table(9, *LONG_DICE, 14, *LONG_DICE, address=address) as at:
        first = await at.roll(LONG)
        await at.restart()
        again = await at.player.click(first.response, label="Roll again")
        assert again.response.embeds[0].description.startswith("# 80\n")
        form = await at.use(at.player, first.response, "Save under a name")
        saved = await at.player.submit_modal(form, {"name": "long", "text": LONG})
        assert "Saved" in str(saved.response.embeds[0].to_dict()) + saved.response.content


async def test_a_long_expression_that_is_no_longer_kept_is_a_sentence() -> None:
    async with table(9, *LONG_DICE) as at:
        at.database_is_away()
        first = await at.roll(LONG)
        await at.restart()
        again = await at.player.click(first.response, label="Roll again")
        assert again.ephemeral
        assert "has expired" in again.response.content


async def test_save_gives_a_roll_a_name_that_works_at_once(address: str) -> None:
    async with table(4, 6, address=address) as at:
        first = await at.roll("1d6+1")
        form = await at.use(at.other, first.response, "Save under a name")
        fields = [each["component"] for each in form.modal["components"]]
        assert fields[1]["value"] == "1d6 + 1"
        # While somebody types, the bot may be restarted.
        await at.restart()
        saved = await at.other.submit_modal(form, {"name": "@Punch", "text": "1d6 + 1"})
        assert saved.ephemeral
        rolled = await at.other.slash(at.channel, "roll", dice="@punch")
        assert "# 7" in rolled.response.embeds[0].description
        taken = await at.use(at.other, first.response, "Save under a name")
        refused = await at.other.submit_modal(taken, {"name": "punch", "text": "2d6"})
        assert "already exists" in refused.response.content


@pytest.mark.parametrize(
    ("typed", "call"),
    [
        ("v5 2 h1 vs 2", "v5 2 h1 vs 2"),
        ("4cod8", "cod 4 again8"),
        ("3x sw 8", "3x sw 8"),
        ("coc 55", "coc 55"),
    ],
)
async def test_the_call_of_a_game_is_saved_as_well(typed: str, call: str, address: str) -> None:
    async with table(rolling=RollingService(dice=dicewright.seeded("saved")), address=address) as at:
        first = await at.roll(typed)
        await at.restart()
        form = await at.use(at.other, first.response, "Save under a name")
        fields = [each["component"] for each in form.modal["components"]]
        assert fields[1]["value"] == call
        await at.other.submit_modal(form, {"name": "mine", "text": call})
        rolled = await at.other.slash(at.channel, "roll", dice="@mine")
        assert not rolled.ephemeral, rolled.response.content
        await at.services.history.flush()
        (kept,) = await at.services.past.page(own_rolls(at.other.id), limit=1)
        assert kept.outcome is not None
        assert kept.outcome["call"] == call.removeprefix("3x ")
        assert len(kept.outcome["rolls"]) == (3 if call.startswith("3x ") else 1)


@pytest.mark.parametrize("typed", ["coc 55 vs coc 40", "cod 4; sr 6"])
async def test_what_no_name_can_stand_for_has_no_such_button(typed: str) -> None:
    async with table(rolling=RollingService(dice=dicewright.seeded("saved"))) as at:
        first = await at.roll(typed)
        assert "Save under a name" not in str([row["components"] for row in first.response.components])


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("2h", "1d6", "can't be a name"),
        ("loop", "1d6 + @loop", "in a circle"),
        ("bad", "4d6kx3", "not a modifier"),
    ],
)
async def test_what_cannot_be_saved_is_explained(name: str, text: str, sentence: str) -> None:
    async with table(4) as at:
        form = await at.use(at.player, (await at.roll("1d6")).response, "Save under a name")
        refused = await at.player.submit_modal(form, {"name": name, "text": text})
        assert refused.ephemeral
        assert sentence in refused.response.content


async def test_the_rate_limit_holds_for_buttons_too() -> None:
    async with table(*[4] * 30) as at:
        first = await at.roll("1d6")
        answers = [await at.player.click(first.response, label="Roll again") for _ in range(14)]
        assert any("The dice need a rest" in answer.response.content for answer in answers)


async def test_a_great_roll_again_is_deferred_and_new() -> None:
    async with table(*[6] * 4_000) as at:
        first = await at.roll("2000d6")
        again = await at.player.click(first.response, label="Roll again")
        *_, request = at.requests("POST", "/callback")
        assert request.json["type"] == DEFERRED
        assert again.response.id != first.response.id
        assert again.response.embeds[0].description.startswith("# 12,000\n")


async def test_an_error_of_ours_in_a_button_is_logged_under_an_id() -> None:
    async with table(4) as at:
        first = await at.roll("1d6")
        # The scripted dice have run out.
        with capture_logs() as logs:
            again = await at.player.click(first.response, label="Roll again")
        assert again.ephemeral
        assert ERROR_ID in again.response.content
        (event,) = logs
        assert (event["event"], event["error_id"]) == ("command failed", ERROR_ID)
        assert "1d6" not in str(event)
