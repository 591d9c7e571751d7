"""Saved rolls with values for the names they leave open: typed after the name, or in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.store.rolls import own_rolls
from bot.store.saved_rolls import Owner
from tests.support.table import said, table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

HUNT = "v5 @pool h@hunger vs 3"
SMITE = "1d8 + (@level)d8"


async def saved(at: Table, command: str, **options: Any) -> simcord.InteractionResult:
    return await at.player.slash(at.channel, f"saved {command}", **options)


def fields(result: simcord.InteractionResult) -> dict[str, tuple[str, str | None]]:
    """Return the fields of a form: the custom id, the label, and what it says below that."""
    return {
        label["component"]["custom_id"]: (label["label"], label.get("description"))
        for label in result.modal["components"]
    }


async def test_a_form_asks_for_what_is_missing_and_outlives_a_restart(address: str) -> None:
    async with table(*[6] * 14, address=address) as at:
        added = await saved(at, "add", name="hunt", roll=HUNT)
        assert added.response.embeds[0].description.splitlines()[0] == (
            "Saved. It needs a value for @pool, @hunger when you roll it, as in `/roll @hunt 3 2`. If you "
            "leave one out, a form asks for it."
        )
        asked = await at.roll("@hunt")
        assert asked.modal["title"].replace("⁨", "").replace("⁩", "") == "Roll @hunt"
        assert fields(asked) == {
            "value:pool": ("Pool", "Dice in all, 1 to 30"),
            "value:hunger": ("Hunger", "Hunger, 0 to 5"),
        }
        await at.restart()
        rolled = await at.player.submit_modal(asked, {"value:pool": "3 + 4", "value:hunger": "2"})
        assert said(rolled).startswith("Robin rolls v5 7 h2 vs 3\n")

        only = await at.roll("@hunt 7 # by night", visibility="only_me")
        assert list(fields(only)) == ["value:hunger"]
        rolled = await at.player.submit_modal(only, {"value:hunger": "1"})
        assert rolled.ephemeral
        assert said(rolled).startswith("Robin rolls v5 7 h1 vs 3\n*by night*\n")


@pytest.mark.parametrize(
    ("typed", "faces", "opening"),
    [
        ("@hunt 7 2", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@HUNT  7   2", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt 7, 2", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt(7, 2)", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt(7 2)", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt(pool=7, hunger=2) # by night", 7, "Robin rolls v5 7 h2 vs 3\n*by night*\n"),
        ("@check d4", 2, "Robin rolls check d4\n# 2\n"),
        ("@count 1", 8, "Robin rolls count 1\n"),
        ("/roll @hunt 7 2", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("!r @smite 2", 3, "Robin rolls smite 2\n# 3\n"),
        ("[[@smite 2]]", 3, "Robin rolls smite 2\n# 3\n"),
        ("@both 7 55", 10, "Robin rolls v5 7; coc 55; 1d6 + 55\n"),
        ("2x @both 1 55", 8, "Robin rolls v5 1; coc 55; 1d6 + 55; v5 1; coc 55; 1d6 + 55\n"),
        ("@hunt pool=7 hunger=2", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt hunger=2 7", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt 7 @Hunger=2", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt pool: 7 hunger: 2", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt 4+3 (3 - 1)", 7, "Robin rolls v5 7 h2 vs 3\n"),
        ("@hunt @three 2", 3, "Robin rolls v5 3 h2 vs 3\n"),
        ("@hunt 7 2 # for food", 7, "Robin rolls v5 7 h2 vs 3\n*for food*\n"),
        ("2x @hunt 7 2", 14, "Robin rolls 2 × v5 7 h2 vs 3\n"),
        ("@smite 2", 3, "Robin rolls smite 2\n# 3\n"),
        ("@smite level=2 + 5", 3, "Robin rolls smite level=2 + 5\n# 8\n"),
        ("@check +3", 1, "Robin rolls check +3\n# 4\n"),
        ("@check -1", 1, "Robin rolls check -1\n# 0\n"),
        ("@check 2 +1", 1, "Robin rolls check 2 +1\n# 4\n"),
        ("@check 2 adv", 2, "Robin rolls check 2 adv\n# 3\n"),
        ("@check 2 disadvantage", 2, "Robin rolls check 2 disadvantage\n# 3\n"),
        ("@check 1d4", 2, "Robin rolls check 1d4\n# 2\n"),
        ("@check 2 vs 3", 1, "Robin rolls check 2 vs 3\n"),
        ("@twice 2", 2, "Robin rolls twice 2\n# 4\n"),
        ("@strike 9", 1, "Robin rolls strike 9\n# 13\n"),
        ("@strike 9 5", 1, "Robin rolls strike 9 5\n# 15\n"),
        ("@strike three=9 5", 1, "Robin rolls strike three=9 5\n# 15\n"),
        ("@climb", 2, "Robin rolls coc 55 b1\n"),
        ("@smite 2; @smite 1", 5, "Robin rolls 1d8 + 2d8; 1d8 + 1d8\n"),
        ("@hunt 7 2; @check 1", 8, "Robin rolls v5 7 h2 vs 3; 1d20 + 1\n"),
    ],
)
async def test_values_by_place_and_by_name(typed: str, faces: int, opening: str) -> None:
    async with table(*[1] * (faces + 1)) as at:
        for name, text in (
            ("hunt", HUNT),
            ("smite", SMITE),
            ("check", "1d20 + @bonus"),
            ("three", "3"),
            ("strike", "1d20 + @bonus + @three"),
            ("twice", "(@n)d6 + @n"),
            ("count", "8d10>=@target"),
            ("both", "v5 @a; coc @b; 1d6 + @b"),
            ("climb", "coc 55 b1"),
        ):
            await at.services.saved.add(_owner(at), name, text)
        assert said(await at.roll(typed)).startswith(opening)


def _owner(at: Table) -> Owner:
    return Owner.player(at.player.id)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "@hunt 7 2 9",
            "```\n@hunt 7 2 9\n          ^\n```\n@hunt takes 2 values, and this is one too many: pool, "
            "hunger. Write @hunt 3 2.",
        ),
        (
            "@hunt 7 hungr=2",
            "```\n@hunt 7 hungr=2\n        ^^^^^^^\n```\n@hunt has no value called “hungr”. "
            "Did you mean hunger?",
        ),
        (
            "1d6 + @hunt",
            "```\n1d6 + @hunt\n      ^^^^^\n```\n@hunt is a game's roll (v5 @pool h@hunger vs 3) and can't "
            "be part of other dice. Roll it on its own, or put a ; between the two.",
        ),
        ("@hunt 7 2 + 1", "@hunt is a game's roll"),
        (
            "@hunt 7; 1d20",
            "```\n@hunt 7\n       ^\n```\n@hunt needs a value for hunger. Write @hunt 7 2, or "
            "@hunt 7 hunger=2.",
        ),
        ("@hunt 7 9", "In @hunt: Hunger should be 0 to 5."),
        ("@hnt 7 2", '```\n@hnt\n^^^^\n```\nNothing is saved as "@hnt". Did you mean @hunt?'),
        ("@attack 2", "There is nothing between these two rolls."),
        ("@hunt seven 2", "@hunt needs 2 values: pool, hunger. Write @hunt 3 2, or @hunt pool=3 hunger=2."),
        ("@hunt 7 two", "@hunt needs a value for hunger. Write @hunt 7 2, or @hunt 7 hunger=2."),
    ],
)
async def test_what_is_wrong_is_said_with_how_to_write_it(typed: str, message: str) -> None:
    async with table(*[1] * 20) as at:
        for name, text in (("hunt", HUNT), ("attack", "1d20 + 5")):
            await at.services.saved.add(_owner(at), name, text)
        result = await at.roll(typed)
        assert result.ephemeral
        assert message in said(result)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("v5", "What changes from roll to roll can be a name, as in v5 @pool."),
        ("coc spot_hidden", "Did you mean coc @spot_hidden?"),
        ("v5 7 hx", '"hx" is not understood by v5.'),
        ("1d8 + @hunt", "can't be part of other dice"),
        ("v5 @a; coc spot", "Did you mean coc @spot?"),
        ("v5 @a; 1d20 +", 'The roll ends after "+"'),
        ("vs5 7", 'A roll cannot start with "vs".'),
    ],
)
async def test_what_is_no_roll_is_not_saved(text: str, message: str) -> None:
    async with table() as at:
        await at.services.saved.add(_owner(at), "hunt", HUNT)
        assert message in said(await saved(at, "add", name="new", roll=text))
        assert [roll.name for roll in await at.services.saved.of(_owner(at))] == ["hunt"]


async def test_the_history_has_it_and_it_is_rolled_again_with_the_same_values(address: str) -> None:
    async with table(*[1] * 30, address=address) as at:
        await saved(at, "add", name="hunt", roll=HUNT)
        await saved(at, "add", name="smite", roll=SMITE)
        hunted = await at.roll("@hunt 7 2")
        smitten = await at.roll("@smite 2")
        await at.services.history.flush()
        last, first = await at.services.past.page(own_rolls(at.player.id), limit=9)
        assert (first.text, first.notation, dict(first.names)) == (
            "@hunt 7 2",
            "v5 7 h2 vs 3",
            {"pool": "7", "hunger": "2"},
        )
        assert (last.notation, dict(last.names)) == ("smite 2", {"level": "2"})
        await at.restart()
        again = await at.other.click(hunted.response, label="Roll again")
        assert said(again).startswith("Sam rolls v5 7 h2 vs 3\n")
        again = await at.other.click(smitten.response, label="Roll again")
        assert said(again).startswith("Sam rolls smite 2\n# 3\n")


async def test_odds_and_suggestions_know_the_values() -> None:
    async with table() as at:
        await saved(at, "add", name="hunt", roll="v5 @pool h@hunger vs @difficulty")
        await saved(at, "add", name="smite", roll=SMITE)
        odds = await at.player.slash(at.channel, "odds", dice="@hunt 7 2 3")
        assert odds.response.embeds[0].author.name == "Odds of v5 7 h2 vs 3"
        odds = await at.player.slash(at.channel, "odds", dice="@smite 3")
        assert odds.response.embeds[0].author.name == "Odds of smite 3"
        missing = await at.player.slash(at.channel, "odds", dice="@smite; 1d20")
        assert said(missing).endswith("@smite needs a value for level. Write @smite 3, or @smite level=3.")
        for typed, shown in (
            ("@hunt 7 2 3", "7 dice in all, 2 hunger, against 3: 78% success"),
            ("@smite 2", None),
            ("@hunt 7", None),
        ):
            choices = await at.player.autocomplete(at.channel, "roll", "dice", typed)
            assert choices[0]["value"] == typed
            if shown:
                assert choices[0]["name"] == shown
        assert "needs 2 values: hunger, difficulty" in choices[0]["name"]


async def test_a_saved_call_is_shared_exported_and_rolled_by_another(address: str) -> None:
    async with table(*[1] * 30, address=address) as at:
        await saved(at, "add", name="hunt", roll="v5 @mine h@hunger")
        await saved(at, "add", name="mine", roll="4")
        shared = await saved(at, "share", name="hunt")
        taken = await at.other.click(shared.response, label="Save for me")
        assert str(taken.response.content).replace("\\", "") == "Saved: @hunt, @mine."
        rolled = await at.other.slash(at.channel, "roll", dice="@hunt 1")
        assert said(rolled).startswith("Sam rolls v5 4 h1\n")
        listed = await saved(at, "list")
        picked = await at.player.select(listed.response, ["hunt"], custom_id="saved:pick:mine")
        assert list(fields(picked)) == ["value:hunger"]
        rolled = await at.player.submit_modal(picked, {"value:hunger": "2"})
        assert said(rolled).startswith("Robin rolls v5 4 h2\n")


async def test_dice_after_an_open_name_are_that_many() -> None:
    async with table(4, 1, 2, 3) as at:
        added = await saved(at, "add", name="smite", roll="1d8 + @level d8")
        assert "`1d8 + (@level)d8`" in added.response.embeds[0].description
        assert said(await at.roll("@smite 3")).startswith("Robin rolls smite 3\n# 10\n")


async def test_many_names_share_one_field() -> None:
    async with table(*[1] * 30) as at:
        names = [f"n{number}" for number in range(7)]
        await saved(at, "add", name="many", roll=" + ".join(f"@{name}" for name in names))
        asked = await at.roll("@many 4")
        assert list(fields(asked)) == ["lines"]
        lines = asked.modal["components"][0]["component"]["value"]
        assert lines.splitlines() == [f"{name} = " for name in names[1:]]
        filled = "\n".join(f"{line}1" for line in lines.splitlines())
        rolled = await at.player.submit_modal(asked, {"lines": filled})
        assert "\n# 10\n" in said(rolled)


@pytest.mark.parametrize(
    ("typed", "hint", "button"),
    [
        ("1d20 + @smite", "Write it first, with its values: @smite 3 + 1d20.", "Roll @smite + 1d20"),
        ("1d20+3 + @Smite", "Write it first, with its values: @smite 3 + 1d20+3.", "Roll @smite + 1d20+3"),
        ("(@smite)d6", "Roll it on its own, with its values: @smite 3.", ""),
        ("1d20 + 2*@smite", "Roll it on its own, with its values: @smite 3.", ""),
        ("2x 1d20 + @smite", "Roll it on its own, with its values: @smite 3.", ""),
        ("max(@smite, 3)", "Roll it on its own, with its values: @smite 3.", ""),
    ],
)
async def test_inside_other_dice_it_says_where_the_values_go(typed: str, hint: str, button: str) -> None:
    async with table() as at:
        await saved(at, "add", name="smite", roll=SMITE)
        refused = await at.roll(typed)
        assert refused.ephemeral
        assert "@smite needs a value for level." in said(refused)
        assert hint in said(refused)
        buttons = [item["label"] for row in refused.response.components for item in row["components"]]
        assert buttons == [button] * bool(button)
        if button:
            asked = await at.player.click(refused.response, label=button)
            assert list(fields(asked)) == ["value:level"]
