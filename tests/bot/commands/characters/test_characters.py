"""/character, as players paste a sheet and roll with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.store.rolls import own_rolls
from tests.support.table import said, table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

MIRA = "STR 16 (+3)\nDEX: 12 (+1)\nSpot Hidden 55%\nFirearms ●●○○○\nattack = 1d20 + @str + 2"


async def character(at: Table, command: str, **options: Any) -> simcord.InteractionResult:
    return await at.player.slash(at.channel, f"character {command}", **options)


async def add(at: Table, name: str = "Mira", sheet: str = MIRA) -> simcord.InteractionResult:
    form = await character(at, "add")
    return await at.player.submit_modal(form, {"name": name, "sheet": sheet})


async def test_a_pasted_sheet_is_rolled_with_even_after_a_restart(address: str) -> None:
    async with table(*[1] * 20, address=address) as at:
        added = await add(at, sheet=f"{MIRA}\nClass: Rogue")
        assert added.ephemeral
        assert said(added).splitlines() == [
            "Added, and in use on this server. Roll it, for example: /roll @attack",
            "1 line was not read:",
            "“Class: Rogue”: “Rogue” is neither a number nor dice.",
            "**str** 3 · **str_score** 16 · **dex** 1 · **dex_score** 12 · **spot_hidden** 55 · "
            "**firearms** 2 · **attack** 1d20 + @str + 2",
        ]
        await at.restart()
        rolled = await at.roll("@attack")
        assert said(rolled) == "Robin rolls attack\n# 6\n**Natural 1** · 1d20 (__1__) + @str (3) + 2"
        await at.services.history.flush()
        (roll,) = await at.services.past.page(own_rolls(at.player.id), limit=9)
        assert (roll.notation, dict(roll.names)) == ("attack", {"str": "3"})
        # It is the player's own; another rolls with what it stood for.
        again = await at.other.click(rolled.response, label="Roll again")
        assert said(again).startswith("Sam rolls attack\n# 6\n")
        assert "Nothing is saved as" in said(await at.other.slash(at.channel, "roll", dice="@attack"))


@pytest.mark.parametrize(
    ("typed", "opening"),
    [
        ("1d20 + @str", "Robin rolls 1d20 + @str\n# 4\n"),
        ("1d20 + @STRENGTH", "Robin rolls 1d20 + @strength\n# 4\n"),
        ("@attack adv", "Robin rolls attack with advantage\n# 6\n"),
        ("coc spot_hidden", "Robin rolls coc 55\n"),
        ("coc spot hidden", "Robin rolls coc 55\n"),
        ("coc Spot Hidden b1 # in the dark", "Robin rolls coc 55 b1\n*in the dark*\n"),
        ("coc spot-hidden p1", "Robin rolls coc 55 p1\n"),
        ("coc @spot-hidden", "Robin rolls coc 55\n"),
        ("coc spot (hidden)", "Robin rolls coc 55\n"),
        ("8d10>=@firearms", "Robin rolls 8d10>=@firearms\n"),
        ("1d100 + @spot-hidden", "Robin rolls 1d100 + @spot_hidden\n"),
        ("1d100 + @Spot Hidden", "Robin rolls 1d100 + @spot_hidden\n"),
        ("v5 str+firearms h2", "Robin rolls v5 5 h2\n"),
        ("v5 @str+@firearms h@dex", "Robin rolls v5 5 h1\n"),
        ("coc spot hidden; 1d20 + @dex", "Robin rolls coc 55; 1d20 + 1\n"),
        ("2x coc spot hidden", "Robin rolls 2 × coc 55\n"),
        ("@shoot", "Robin rolls v5 4 h1\n"),
        ("@shoot 3", "Robin rolls v5 5 h1\n"),
        ("@shoot hunger=3", "Robin rolls v5 4 h3\n"),
        ("@shoot 2 1 3", "Robin rolls v5 3 h3\n"),
        ("spot hidden", "Robin rolls coc 55\n"),
        ("spot_hidden b1", "Robin rolls coc 55 b1\n"),
        ("@spot_hidden", "Robin rolls coc 55\n"),
        ("@spot-hidden # in the dark", "Robin rolls coc 55\n*in the dark*\n"),
    ],
)
async def test_the_sheet_in_rolls(typed: str, opening: str) -> None:
    async with table(*[1] * 20) as at:
        await add(at)
        await at.player.slash(at.channel, "saved add", name="shoot", roll="v5 @firearms+@wits h@hunger")
        for name, value in (("Wits", "2"), ("hunger", "1")):
            await character(at, "set", name=name, value=value)
        await at.services.choosing.add(
            "coc", "me", player_id=at.player.id, server_id=at.server.id, channel_id=None
        )
        assert said(await at.roll(typed)).startswith(opening)


async def test_another_one_in_another_channel(address: str) -> None:
    async with table(*[1] * 20, address=address) as at:
        await add(at)
        await add(at, "Orin", "str: 9")
        cellar = at.server.create_text_channel("cellar")
        used = await at.player.slash(cellar, "character use", name="mira", where="channel")
        assert said(used).splitlines()[0] == "In use in this channel."
        await at.restart()
        assert "# 10\n" in said(await at.roll("1d20 + @str"))
        in_cellar = await at.player.slash(cellar, "roll", dice="1d20 + @str")
        assert "# 4\n" in said(in_cellar)
        # In a direct message neither was chosen.
        in_private = await at.player.user.slash("roll", dice="1d20 + @str")
        assert "Save it with /saved add, or add your character with /character add." in said(in_private)
        listed = await character(at, "list")
        assert said(listed) == "**Mira** · 7 values\n**Orin** · 1 value · in use here"
        picked = await at.player.select(listed.response, ["mira"], custom_id="character:pick")
        assert picked.response.embeds[0].title == "Mira"
        assert "# 4\n" in said(await at.roll("1d20 + @str"))
        assert said(await character(at, "use", name="none")) == "You use no character on this server."
        assert "Nothing is saved as" in said(await at.roll("1d20 + @str"))


async def test_a_value_goes_before_a_saved_roll_and_both_places_say_so() -> None:
    async with table(*[1] * 20) as at:
        await at.player.slash(at.channel, "saved add", name="dex", roll="50")
        added = await add(at)
        warning = "Also saved as rolls: @dex. Where Mira is in use, the character's value counts."
        assert warning in said(added).splitlines()
        assert "# 2\n" in said(await at.roll("1d20 + @dex"))
        saved = await at.player.slash(at.channel, "saved add", name="str", roll="50")
        assert said(saved).splitlines()[0] == (
            "Saved. Roll it with `/roll @str`. Mira has @str, too: where you use that character, @str is its "
            "value."
        )
        # A button of the saved roll still rolls that.
        pressed = await at.player.click(saved.response, label="Roll")
        assert said(pressed).startswith("Robin rolls str\n# 50\n")
        asked = await at.player.slash(at.channel, "saved add", name="hit", roll="1d20 + @str + @bonus")
        assert "It needs a value for @bonus when you roll it" in said(asked)


async def test_editing_setting_and_deleting_over_restarts(address: str) -> None:
    async with table(*[1] * 20, address=address) as at:
        await add(at)
        shown = await character(at, "show")
        form = await at.player.click(shown.response, label="Edit")
        assert form.modal["title"] == "Edit Mira"
        fields = {each["component"]["custom_id"]: each["component"] for each in form.modal["components"]}
        assert fields["sheet"]["value"].splitlines()[:2] == ["str: 3", "str_score: 16"]
        await at.restart()
        edited = await at.player.submit_modal(form, {"name": "Mira II", "sheet": "Stealth +4\nHP 12"})
        assert said(edited).splitlines() == ["Changed.", "**stealth** 4 · **hp** 12"]
        assert edited.response.embeds[0].footer.text == "2 values · in use here"
        assert said(await character(at, "set", name="HP", value="9")).endswith("**stealth** 4 · **hp** 9")
        assert said(await character(at, "set", name="hp")).endswith("**stealth** 4")
        assert "neither a number nor a roll" in said(await character(at, "set", name="hp", value="low"))
        removed = await character(at, "remove", name="mira ii")
        assert said(removed) == "Deleted Mira II."
        assert "You have no characters yet." in said(await character(at, "show"))
        await at.restart()
        back = await at.player.click(removed.response, label="Undo")
        assert said(back).endswith("**stealth** 4")
        taken = await add(at, "MIRA II", "str 1")
        assert "You already have a character called MIRA II." in said(taken)
        refused = await add(at, "Orin", "nothing here")
        assert "There are no values in this text." in said(refused)


async def test_suggestions_know_the_sheet_and_slips_are_mended() -> None:
    async with table(*[1] * 20) as at:
        await add(at)
        for typed, first in (
            ("coc spot", "coc spot_hidden"),
            ("coc b1 hid", "coc b1 spot_hidden"),
            ("1d20 + @st", "1d20 + @str"),
            ("@spot h", "@spot_hidden"),
        ):
            choices = await at.player.autocomplete(at.channel, "roll", "dice", typed)
            assert choices[0]["value"] == first
        choices = await at.player.autocomplete(at.channel, "character set", "name", "hid")
        assert [each["value"] for each in choices] == ["spot_hidden"]
        choices = await at.player.autocomplete(at.channel, "character use", "name", "")
        assert [each["value"] for each in choices] == ["Mira", "none"]
        for typed, meant in (
            ("coc spot", "coc spot_hidden"),
            ("coc hidden b1", "coc spot_hidden b1"),
            ("v5 str+firearm h2", "v5 str+firearms h2"),
            ("1d20 + str", "1d20 + @str"),
        ):
            slip = await at.roll(typed)
            assert f"Roll {meant}" in [each["label"] for each in slip.response.components[0]["components"]]
        slip = await at.roll("coc spot_hiden")
        assert "Did you mean coc spot_hidden?" in said(slip)
        mended = await at.player.click(slip.response, label="Roll coc spot_hidden")
        assert said(mended).startswith("Robin rolls coc 55\n")


async def test_a_name_is_shown_as_it_was_typed() -> None:
    async with table() as at:
        name = "**Mira** @everyone `x`"
        added = await add(at, name)
        assert added.response.embeds[0].title == r"\*\*Mira\*\* \@everyone \`x\`"
        assert said(await character(at, "list")) == f"**{name}** · 7 values · in use here"
        assert said(await character(at, "remove", name=name)) == f"Deleted {name}."


async def test_a_file_takes_them_to_another_player() -> None:
    async with table(*[1] * 20) as at:
        await add(at)
        exported = await character(at, "export")
        assert said(exported) == "1 character. Use /character import to load this file again."
        (attachment,) = exported.response.attachments
        assert attachment.filename == "characters.json"
        content = await attachment.read()
        file = ("characters.json", content)
        taken = await at.other.slash(at.channel, "character import", file=file)
        assert said(taken).splitlines()[0].startswith("Added, and in use on this server.")
        assert said(await at.other.slash(at.channel, "roll", dice="@attack")).startswith("Sam rolls attack\n")
        kept = await at.other.slash(at.channel, "character import", file=file)
        assert said(kept).splitlines() == [
            "Nothing was saved.",
            "Not changed, because you have characters with these names: Mira.",
        ]
        text = ("Orin.txt", b"Stealth +4\nClass: Rogue")
        taken = await at.other.slash(at.channel, "character import", file=text)
        assert taken.response.embeds[0].title == "Orin"
        assert said(taken).endswith("**stealth** 4")


async def test_a_value_with_advantage_is_offered_with_a_d20() -> None:
    async with table(4, 15) as at:
        await add(at)
        assert said(await at.roll("@str")) == "Robin rolls str\n# 3\n3"
        refused = await at.roll("@str adv")
        assert said(refused).endswith("Did you mean 1d20adv + @str?")
        rolled = await at.player.click(refused.response, label="Roll 1d20adv + @str")
        assert said(rolled).startswith("Robin rolls 1d20 + @str with advantage\n# 18\n")


@pytest.mark.parametrize(
    ("sheet", "example"),
    [
        ("STR 16 (+3)\nDEX 12 (+1)", "/roll 1d20 + @str"),
        ("STR 50 DEX 60\nSpot Hidden 55", "/roll coc str"),
        ("Wits 3\nFirearms 2", "/roll 1d20 + @wits"),
        ("Wits 3\nbite: 1d6 + @wits", "/roll @bite"),
    ],
)
async def test_the_example_after_adding_can_be_rolled(sheet: str, example: str) -> None:
    async with table(*[1] * 5) as at:
        assert said(await add(at, sheet=sheet)).splitlines()[0].endswith(f"for example: {example}")
        assert said(await at.roll(example.removeprefix("/roll "))).startswith("Robin rolls ")
