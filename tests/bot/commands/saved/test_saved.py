"""/saved, as players and a game master use it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.store.saved_rolls import Owner
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table


async def saved(at: Table, command: str, **options: Any) -> simcord.InteractionResult:
    return await at.player.slash(at.channel, f"saved {command}", **options)


def reply_text(result: simcord.InteractionResult) -> str:
    """Return what a message says as Discord shows it."""
    return str(result.response.content).replace("\\", "")


def described(result: simcord.InteractionResult) -> str:
    (embed,) = result.response.embeds
    return str(embed.description)


async def test_a_saved_roll_is_rolled_by_its_name_everywhere_even_after_a_restart(address: str) -> None:
    async with table(12, 7, 15, 3, address=address) as at:
        added = await saved(at, "add", name="Attack", roll="1d20 + @str")
        assert added.ephemeral
        assert described(added).splitlines() == [
            "Saved. It needs a value for @str when you roll it, as in `/roll @attack 3`. If you leave one "
            "out, a form asks for it.",
            "**@attack**",
            "`1d20 + @str`",
        ]
        number = await saved(at, "add", name="str", roll="3")
        assert described(number).startswith("Saved. Roll it with `/roll @str`.")
        await at.restart()

        assert (await at.roll("@attack")).response.embeds[0].description.startswith("# 15\n")
        assert (await at.roll("@Attack - 2")).response.embeds[0].description.startswith("# 8\n")
        in_private = await at.player.user.slash("roll", dice="@attack")
        assert in_private.response.embeds[0].description.startswith("# 18\n")
        pressed = await at.player.click(added.response, label="Roll")
        assert pressed.response.embeds[0].description.startswith("# 6\n")
        assert not pressed.ephemeral


async def test_a_servers_roll_is_everybodys_and_only_managers_change_it(address: str) -> None:
    async with table(11, address=address) as at:
        refused = await saved(at, "add", name="init", roll="1d20+2", **{"for": "server"})
        assert refused.ephemeral
        assert "Manage Server" in refused.response.content

        added = await at.game_master.slash(
            at.channel, "saved add", name="init", roll="1d20+2", **{"for": "server"}
        )
        assert added.response.embeds[0].footer.text == "For everyone on this server · not rolled yet"
        assert (await at.roll("@init")).response.embeds[0].description.startswith("# 13\n")

        shown = await saved(at, "show", name="@init")
        assert [each["label"] for each in shown.response.components[0]["components"]] == ["Roll", "Share"]
        for command in ("edit", "remove"):
            assert "Manage Server" in (await saved(at, command, name="init")).response.content
        removed = await at.game_master.slash(at.channel, "saved remove", name="init")
        assert removed.response.content == "Deleted **@init**: `1d20+2`"


async def test_editing_in_a_form_that_was_opened_before_a_restart(address: str) -> None:
    async with table(10, address=address) as at:
        await saved(at, "add", name="attack", roll="1d20+5")
        form = await saved(at, "edit", name="attack")
        assert form.modal["title"] == "Edit @attack"
        await at.restart()
        changed = await at.player.submit_modal(form, {"name": "attack", "text": "1d20+6"})
        assert changed.ephemeral
        assert described(changed).splitlines()[-1] == "`1d20+6`"
        assert (await at.roll("@attack")).response.embeds[0].description.startswith("# 16\n")


async def test_the_form_gives_a_roll_another_name(address: str) -> None:
    async with table(10, 4, address=address) as at:
        await saved(at, "add", name="attack", roll="1d20+5")
        await saved(at, "add", name="smite", roll="@attack + 2d8")
        await at.roll("@attack")
        form = await saved(at, "edit", name="attack")
        renamed = await at.player.submit_modal(form, {"name": "@Longsword", "text": "1d20+6"})
        assert described(renamed).splitlines() == [
            "Saved. Roll it with `/roll @longsword`. The old name is still used by @smite.",
            "**@longsword**",
            "`1d20+6`",
        ]
        assert renamed.response.embeds[0].footer.text == "Yours, on every server · rolled 1 time"
        assert (await at.roll("@longsword")).response.embeds[0].description.startswith("# 10\n")
        assert "There is no saved roll called @attack." in reply_text(await saved(at, "show", name="attack"))

        await saved(at, "add", name="bow", roll="1d20+7")
        form = await saved(at, "edit", name="bow")
        taken = await at.player.submit_modal(form, {"name": "longsword", "text": "1d20+7"})
        assert reply_text(taken) == "@longsword already exists. Edit it, or choose another name."
        assert "`1d20+7`" in described(await saved(at, "show", name="bow"))


async def test_a_servers_roll_with_the_name_of_ones_own_is_there_to_be_picked(address: str) -> None:
    async with table(10, 11, 12, address=address) as at:
        servers = {"for": "server"}
        await saved(at, "add", name="attack", roll="1d20+1")
        await saved(at, "add", name="str", roll="3")
        await at.game_master.slash(at.channel, "saved add", name="attack", roll="1d20+@str", **servers)
        await at.game_master.slash(at.channel, "saved add", name="str", roll="100", **servers)
        listed = await saved(at, "list", **servers)
        picked = await at.player.select(listed.response, ["attack"], custom_id="saved:pick:server")
        # The player's own strength: what a server saves is meant for all its players.
        assert picked.response.embeds[0].description.startswith("# 13\n")
        await at.restart()

        offered = await at.player.autocomplete(at.channel, "saved show", "name", "att")
        assert [(each["name"], each["value"]) for each in offered] == [
            ("@attack · 1d20+1", "attack"),
            ("@attack (this server) · 1d20+@str", "attack:server"),
        ]
        shown = await saved(at, "show", name=offered[1]["value"])
        assert shown.response.embeds[0].footer.text == "For everyone on this server · rolled 1 time"
        pressed = await at.player.click(shown.response, label="Roll")
        assert pressed.response.embeds[0].description.startswith("# 14\n")

        offered = await at.player.autocomplete(at.channel, "roll", "dice", "att")
        assert [(each["name"], each["value"]) for each in offered[:2]] == [
            ("@attack · 1d20+1", "@attack"),
            ("@attack · 1d20+@str · this server", "1d20+@str"),
        ]
        assert (await at.roll("@attack")).response.embeds[0].description.startswith("# 13\n")


async def test_a_mistake_in_the_form_points_at_the_place_and_changes_nothing() -> None:
    async with table() as at:
        await saved(at, "add", name="attack", roll="1d20+5")
        form = await saved(at, "edit", name="attack")
        refused = await at.player.submit_modal(form, {"name": "attack", "text": "4d6kx3"})
        assert refused.ephemeral
        assert '4d6kx3\n   ^^\n```\n"kx" is not a modifier.' in refused.response.content
        assert "`1d20+5`" in described(await saved(at, "show", name="attack"))


async def test_what_was_removed_can_be_put_back(address: str) -> None:
    async with table(address=address) as at:
        shown = await saved(at, "add", name="attack", roll="1d20+5")
        removed = await at.player.click(shown.response, label="Delete")
        assert "There is no saved roll called @attack" in reply_text(await saved(at, "show", name="attack"))
        await at.restart()
        back = await at.player.click(removed.response, label="Undo")
        assert "`1d20+5`" in described(back)
        assert "`1d20+5`" in described(await saved(at, "show", name="attack"))


async def test_the_list_has_pages_and_rolls_what_is_picked(address: str) -> None:
    async with table(4, address=address) as at:
        empty = await saved(at, "list")
        assert "`/saved add attack 1d20+5`" in described(empty)
        owner = (await at.services.saved.add(*_own(at, "r00"))).roll.owner
        await at.services.saved.save_many(
            owner, {f"r{number:02}": f"1d6+{number}" for number in range(1, 23)}, replace=False
        )

        shown = await saved(at, "list")
        (embed,) = shown.response.embeds
        assert (embed.title, embed.footer.text) == ("Your saved rolls", "Page 1 of 3 · 23 saved rolls")
        assert described(shown).splitlines()[0] == "**@r00** `1d6`"
        await at.restart()
        await at.player.click(shown.response, label="Next")
        await at.player.click(shown.response, label="Next")
        assert described(shown).splitlines() == [f"**@r{number}** `1d6+{number}`" for number in (20, 21, 22)]
        rolled = await at.player.select(shown.response, ["r21"], custom_id="saved:pick:mine")
        assert rolled.response.embeds[0].description.startswith("# 25\n")
        await at.player.click(shown.response, label="Back")
        assert shown.response.embeds[0].footer.text == "Page 2 of 3 · 23 saved rolls"
        await at.player.click(shown.response, label="This server's")
        assert shown.response.embeds[0].title == "Saved rolls on this server"


def _own(at: Table, name: str) -> tuple[Any, str, str]:
    return Owner.player(at.player.id), name, "1d6"


async def test_a_shared_roll_is_saved_by_a_touch_or_by_its_code_with_what_it_needs(address: str) -> None:
    async with table(5, address=address) as at:
        await saved(at, "add", name="str", roll="3")
        await saved(at, "add", name="attack", roll="1d20 + @str")
        shared = await saved(at, "share", name="attack")
        assert not shared.ephemeral
        assert shared.response.content.startswith(
            "Robin shares **@attack**: `1d20 + @str`\nIt also includes @str.\n"
        )
        await at.restart()

        taken = await at.other.click(shared.response, label="Save for me")
        assert taken.ephemeral
        assert taken.response.content == "Saved: @attack, @str."
        rolled = await at.other.slash(at.channel, "roll", dice="@attack")
        assert rolled.response.embeds[0].description.startswith("# 8\n")

        await saved(at, "remove", name="str")
        await saved(at, "add", name="str", roll="4")
        code = shared.response.content.partition("code:")[2].partition("`")[0]
        again = await at.other.slash(at.channel, "saved import", code=code.lower())
        assert again.response.content == "Already saved: @attack, @str."
        assert not again.response.components, "nothing is to be replaced"


async def test_a_code_can_replace_what_was_there() -> None:
    async with table() as at:
        await saved(at, "add", name="attack", roll="1d20+5")
        shared = await saved(at, "share", name="attack")
        await at.other.slash(at.channel, "saved add", name="attack", roll="1d20")
        kept = await at.other.click(shared.response, label="Save for me")
        replaced = await at.other.click(kept.response, label="Replace mine")
        assert replaced.response.content == "Replaced: @attack."


@pytest.mark.parametrize("existing", ["keep", "replace"])
async def test_a_file_goes_out_and_comes_in_again(address: str, existing: str) -> None:
    async with table(address=address) as at:
        await saved(at, "add", name="attack", roll="1d20+5")
        await saved(at, "add", name="fire_bolt", roll="2d10[fire]")
        exported = await saved(at, "export")
        assert exported.ephemeral
        (attachment,) = exported.response.attachments
        assert attachment.filename == "saved-rolls.json"
        content = await attachment.read()
        assert [each["name"] for each in json.loads(content)["rolls"]] == ["attack", "fire_bolt"]

        await at.other.slash(at.channel, "saved add", name="attack", roll="1d20")
        imported = await at.other.slash(
            at.channel, "saved import", file=("rolls.json", content), existing=existing
        )
        assert imported.ephemeral
        lines = {
            "keep": [
                "Saved: @fire_bolt.",
                "Not changed, because you have other rolls with these names: @attack.",
            ],
            "replace": ["Saved: @fire_bolt.", "Replaced: @attack."],
        }
        assert reply_text(imported).splitlines() == lines[existing]


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        ("add", {"name": "2d6", "roll": "1d6"}, "“2d6” can't be a name."),
        ("add", {"name": "attack", "roll": "1d20"}, "@attack already exists."),
        ("add", {"name": "x", "roll": "4d6kx3"}, '"kx" is not a modifier.'),
        (
            "add",
            {"name": "a", "roll": "1d4 + @b"},
            "These names refer to each other in a circle: @a → @b → @a.",
        ),
        ("show", {"name": "atack"}, "There is no saved roll called @atack. Did you mean @attack?"),
        ("share", {"name": "nothing"}, "There is no saved roll called @nothing."),
        ("import", {}, "Give either a code from /saved share or a file from /saved export."),
        ("import", {"code": "AAAAA-AAAAA"}, "The code AAAAA-AAAAA doesn't exist or has expired."),
        ("import", {"file": ("x.json", b"[1")}, "This file isn't valid JSON: see line 1, column 3."),
        (
            "import",
            {"file": ("x.json", b" " * 500_001)},
            "This file is too large: it has 500,001 bytes, and up to 500,000 are allowed.",
        ),
        ("export", {"for": "server"}, "There are no saved rolls to export."),
    ],
)
async def test_refusals_are_sentences_for_the_player_alone(
    command: str, options: dict[str, Any], sentence: str
) -> None:
    async with table() as at:
        await saved(at, "add", name="attack", roll="1d20+5")
        await saved(at, "add", name="b", roll="1 + @a")
        refused = await saved(at, command, **options)
        assert refused.ephemeral
        assert sentence in reply_text(refused)
        assert at.world.errors == []


async def test_in_direct_messages_there_is_no_server() -> None:
    async with table() as at:
        refused = await at.player.user.slash("saved list", **{"for": "server"})
        assert refused.response.content.startswith("This isn't a server.")


async def test_names_are_offered_while_typing_by_use_and_by_owner() -> None:
    async with table(1, 2) as at:
        await saved(at, "add", name="attack", roll="1d20+5")
        await saved(at, "add", name="bow", roll="1d20+7")
        await at.game_master.slash(
            at.channel, "saved add", name="battle_cry", roll="1d4", **{"for": "server"}
        )
        await at.roll("@bow")
        offered = await at.player.autocomplete(at.channel, "saved show", "name", "")
        assert [(each["name"], each["value"]) for each in offered] == [
            ("@bow · 1d20+7", "bow"),
            ("@attack · 1d20+5", "attack"),
            ("@battle_cry (this server) · 1d4", "battle_cry"),
        ]
        offered = await at.player.autocomplete(at.channel, "saved edit", "name", "@Bo")
        assert [each["value"] for each in offered] == ["bow"]
        offered = await at.player.autocomplete(at.channel, "saved edit", "name", "", **{"for": "server"})
        assert [each["value"] for each in offered] == ["battle_cry"]


async def test_typed_text_is_only_text() -> None:
    async with table() as at:
        added = await saved(at, "add", name="x", roll="1d6 # `**@everyone** <@1>")
        assert r"\`\*\*\@everyone\*\* \<\@1\>" in described(added)


@pytest.mark.parametrize(
    ("typed", "heading", "plain"),
    [
        ("@attack adv", "attack with advantage", "attack"),
        ("@attack disadvantage # to hit", "attack with disadvantage", "attack"),
        ("@attack adv + 2", "@attack + 2 with advantage", "@attack + 2"),
        ("1d20adv + @str", "1d20 + @str with advantage", "1d20 + @str"),
        ("2x @attack adv", "2x @attack with advantage", "2x @attack"),
        ("@attack adv; @attack", "@attack adv; @attack", ""),
        ("21d20adv + @str", "21d20adv + @str", ""),
    ],
)
async def test_advantage_that_was_typed_can_be_taken_away(typed: str, heading: str, plain: str) -> None:
    async with table(*[7] * 60) as at:
        for name, text in (("attack", "1d20+5"), ("str", "3")):
            await at.services.saved.add(Owner.player(at.player.id), name, text)
        rolled = await at.roll(typed)
        assert rolled.response.embeds[0].author.name == f"Robin rolls {heading}"
        again = await at.use(at.player, rolled.response, "Roll again")
        assert again.response.embeds[0].author.name == f"Robin rolls {heading}"
        if plain:
            again = await at.use(at.player, rolled.response, "Plain")
            assert again.response.embeds[0].author.name == f"Robin rolls {plain}"
