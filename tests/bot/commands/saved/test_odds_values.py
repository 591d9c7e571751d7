"""/odds of saved rolls with values, which a form asks for, and buttons for the odds that were meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.store.saved_rolls import Owner
from tests.support.table import table, text_of

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

SAVED = {"hunt": "v5 @pool h@hunger", "foe": "v5 @p", "smite": "1d8 + (@level)d8", "attack": "1d20 + 5"}


async def odds(at: Table, **options: Any) -> simcord.InteractionResult:
    for name, text in SAVED.items():
        if name not in {roll.name for roll in await at.services.saved.of(Owner.player(at.player.id))}:
            await at.services.saved.add(Owner.player(at.player.id), name, text)
    return await at.player.slash(at.channel, "odds", **options)


def heading(result: simcord.InteractionResult) -> str:
    return str(result.response.embeds[0].author.name)


@pytest.mark.parametrize(
    ("options", "title", "values", "shown", "beginning"),
    [
        ({"dice": "@hunt"}, "Odds of @hunt", {"pool": "7", "hunger": "2"}, "Odds of v5 7 h2", ""),
        ({"dice": "@hunt 7"}, "Odds of @hunt", {"hunger": "2"}, "Odds of v5 7 h2", ""),
        (
            {"dice": "@smite", "at_least": 12},
            "Odds of @smite",
            {"level": "3"},
            "Odds of smite level=3",
            "**1d8 + (@level)d8**\n**At least 12: 91.9%",
        ),
        (
            {"dice": "@attack", "versus": "@smite"},
            "Odds of @smite",
            {"level": "3"},
            "Two rolls compared",
            "**smite level=3 is better.** It is higher 59.7% of the time. attack is higher 35.6%",
        ),
    ],
)
async def test_a_form_asks_for_the_values(
    options: dict[str, Any], title: str, values: dict[str, str], shown: str, beginning: str, address: str
) -> None:
    async with table(address=address) as at:
        asked = await odds(at, **options)
        assert asked.modal["title"].replace("⁨", "").replace("⁩", "") == title
        await at.restart()
        answer = await at.player.submit_modal(
            asked, {f"value:{name}": value for name, value in values.items()}
        )
        assert not answer.ephemeral
        assert heading(answer) == shown
        assert text_of(answer).startswith(beginning)


async def test_the_values_of_a_second_text_are_asked_for_by_a_button(address: str) -> None:
    async with table(address=address) as at:
        asked = await odds(at, dice="@hunt", versus="@foe", push=False)
        first = await at.player.submit_modal(asked, {"value:pool": "7", "value:hunger": "2"})
        assert "@foe needs a value for p." in text_of(first)
        await at.restart()
        asked = await at.player.click(first.response, label="Enter the values")
        answer = await at.player.submit_modal(asked, {"value:p": "5"})
        assert heading(answer) == "Two rolls compared"
        assert text_of(answer).startswith("**v5 7 h2 is better.** It wins 61.5% of the time.")
        assert "\n\n**v5 7 h2**\n" in text_of(answer)
        assert "\n**v5 5**\n" in text_of(answer)


@pytest.mark.parametrize(
    ("options", "wrong", "right", "shown"),
    [
        ({"dice": "@hunt 7"}, {"hunger": "9"}, {"hunger": "3"}, "Odds of v5 7 h3"),
        ({"dice": "@smite"}, {"level": "two"}, {"level": "2"}, "Odds of smite level=2"),
        ({"dice": "1d20", "versus": "@smite"}, {"level": "1,"}, {"level": "2"}, "Two rolls compared"),
    ],
)
async def test_a_wrong_value_can_be_entered_again(
    options: dict[str, str], wrong: dict[str, str], right: dict[str, str], shown: str
) -> None:
    async with table() as at:
        asked = await odds(at, **options)
        refused = await at.player.submit_modal(asked, {f"value:{name}": text for name, text in wrong.items()})
        assert at.labels() == ["Enter the values again"]
        again = await at.player.click(refused.response, label="Enter the values again")
        answer = await at.player.submit_modal(again, {f"value:{name}": text for name, text in right.items()})
        assert heading(answer) == shown


@pytest.mark.parametrize(
    ("options", "label", "shown"),
    [
        ({"dice": "8d10 t7"}, "Odds of 8d10>=7", "Odds of 8d10>=7"),
        ({"dice": "@atack"}, "Odds of @attack", "Odds of attack"),
        (
            {"dice": "aline 4 s1", "push": True},
            "Odds of alien 4 s1",
            "Odds of alien 4 s1, pushed if it fails",
        ),
        ({"dice": "4d6rr1", "at_least": 12}, "Odds of 4d6r1", "Odds of 4d6r=1"),
        ({"dice": "1d20", "versus": "8d10 t7"}, "Compare 1d20 with 8d10>=7", "Two rolls compared"),
        ({"dice": "@atack", "versus": "2d6"}, "Compare @attack with 2d6", "Two rolls compared"),
    ],
)
async def test_a_sure_repair_has_a_button_that_asks_for_the_same(
    options: dict[str, Any], label: str, shown: str, address: str
) -> None:
    async with table(address=address) as at:
        refused = await odds(at, **options)
        assert at.labels() == [label]
        await at.restart()
        answer = await at.player.click(refused.response, label=label)
        assert heading(answer) == shown
        if "at_least" in options:
            assert "At least 12: 94.4%" in text_of(answer)


@pytest.mark.parametrize("options", [{"dice": "4d6kx3"}, {"dice": "@smite; 1d20"}, {"dice": "1/0"}])
async def test_where_nothing_is_sure_there_is_no_button(options: dict[str, str]) -> None:
    async with table() as at:
        refused = await odds(at, **options)
        assert refused.ephemeral
        assert at.labels() == []


async def test_games_whose_rolls_are_numbers_are_compared() -> None:
    async with table() as at:
        answer = await odds(at, dice="cpr damage 2", versus="cpr damage 3")
        assert text_of(answer).startswith("**cpr damage 3 is better.** It is higher ")
