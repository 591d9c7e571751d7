"""/system add, table, remove, export, share: a game master's own file; both databases, across restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.services.systems.files import LARGEST_FILE
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

EMBER = """\
format = 1
name = "Ember"
command = "ember"
aliases = ["embers"]

[roll.check]
usage = "@pool [vs @target]"
parameters.pool = { min = 1, max = 20, label = "Dice" }
parameters.target = { default = 1, min = 1, label = "Successes needed" }
pools.dice = "(@pool)d6"
values.successes = "{@dice}>=5"
outcomes = [
  { name = "it burns", when = "@successes >= @target", tone = "success" },
  { name = "cold ashes", tone = "failure" },
]
message = "{successes} of {target}: {outcome}"

[[test]]
roll = "ember 3"
faces = [5, 2, 4]
message = "1 of 1: it burns"
"""
NEWER = (
    EMBER.replace("1 of 1: it burns", "2 of 1: a blaze").replace("it burns", "a blaze").replace(">=5", ">=4")
)
LOOT = "a rusty sword\n[[2d6]] gold pieces\na map\n"


async def added(
    at: Table, text: str | bytes, name: str = "ember.toml", by: simcord.MemberActor | None = None
) -> simcord.InteractionResult:
    content = text.encode() if isinstance(text, str) else text
    return await (by or at.game_master).slash(at.channel, "system add", file=(name, content))


def said(result: simcord.InteractionResult) -> str:
    """Return all that the person reads, without the backslashes of Markdown."""
    response = result.response
    texts = [response.content, *[f"{each.title}\n{each.description}" for each in response.embeds]]
    return "\n".join(texts).replace("\\", "")


async def rolled(at: Table, text: str) -> tuple[str, str]:
    result = await at.roll(text)
    if not result.response.embeds:
        return "", result.response.content
    (embed,) = result.response.embeds
    return str(embed.author.name), str(embed.description).replace("\\", "")


async def test_everyone_rolls_what_a_manager_added(address: str) -> None:
    async with table(5, 2, 4, address=address) as at:
        result = await added(at, EMBER)
        assert result.ephemeral
        assert result.response.embeds[0].title == "Added: Ember"
        assert "`/roll ember 3`" in said(result)
        assert "1 test, which passed." in said(result)
        assert "No test reaches check: cold ashes." in said(result)
        assert result.response.embeds[1].author.name == "Preview: ember 3"
        await at.restart()
        assert await rolled(at, "ember 3") == (
            "Robin rolls ember 3",
            "# ✓ It burns\n**1 of 1**\ndice 5, 2, 4",
        )


async def test_it_is_used_as_those_that_are_shipped() -> None:
    async with table(5, 2, 5, 2, 6, 1, 1) as at:
        await added(at, EMBER)
        found = await at.player.autocomplete(at.channel, "roll", "dice", "ember 2 vs 2")
        assert found[0]["name"] == "2 dice, against 2: 11.1% success"
        found = await at.player.autocomplete(at.channel, "roll", "dice", "emb")
        assert found[0]["value"] == "ember 3"
        odds = await at.player.slash(at.channel, "odds", dice="ember 1")
        assert "**✓ It burns: 33.3% · 1 in 3**" in said(odds)
        page = await at.player.slash(at.channel, "system show", name="ember")
        assert page.response.embeds[0].title == "Ember"
        tried = await at.player.click(page.response, label="ember 3")
        assert tried.response.embeds[0].author.name == "Robin rolls ember 3"
        listed = await at.player.slash(at.channel, "system list")
        assert said(listed).splitlines()[2:4] == ["Added on this server:", "`ember` Ember"]
        await at.player.slash(at.channel, "system choose", name="ember")
        assert (await rolled(at, "2 vs 2"))[0] == "Robin rolls ember 2 vs 2"
        assert (await rolled(at, "2x embers 1"))[1].endswith("### 2 × cold ashes")


async def test_a_direct_message_does_not_know_it() -> None:
    async with table() as at:
        await added(at, EMBER)
        games = await at.services.games.here(None)
        assert "ember" not in games.systems
        elsewhere = await at.services.games.here(at.server.id + 1)
        assert "ember" not in elsewhere.systems


async def test_only_managers_add_and_remove() -> None:
    async with table() as at:
        result = await added(at, EMBER, by=at.player)
        assert said(result) == "Only members with Manage Server can change this server's game systems."
        await added(at, EMBER)
        for command in ("system remove", "system table"):
            refused = await at.player.slash(at.channel, command, name="ember")
            assert said(refused) == "Only members with Manage Server can change this server's game systems."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            EMBER.replace("{@dice}>=5", "{@dise}>=5"),
            ["```\n{@dise}>=5\n ^^^^^\n```", "Line 11, roll.check.values.successes: "],
        ),
        (EMBER.replace('name = "Ember"', "name = Ember"), ["Line 2: This is not TOML"]),
        (EMBER.replace('"ember"', '"d20"'), ["Line 3, command: ", "already means something in a roll"]),
        (
            EMBER.replace("1 of 1: it burns", "2 of 1: it burns"),
            [
                "Not added: Ember",
                'line 18 · ember 3: The message should be "2 of 1: it burns", but it is "1 of 1: it burns".',
            ],
        ),
        (EMBER.encode("utf-16"), ["This file isn't UTF-8 text."]),
        ("x" * (LARGEST_FILE + 1), ["This file is too large"]),
        ("one line", ["A table needs two lines or more"]),
        ("", ["A table needs two lines or more"]),
    ],
)
async def test_a_file_that_cannot_be_used_says_why(text: str | bytes, expected: list[str]) -> None:
    async with table() as at:
        result = await added(at, text)
        for words in expected:
            assert words in said(result)
        assert result.ephemeral
        assert await at.services.system_files.of(at.server.id) == ()


async def test_a_newer_version_takes_its_place_when_somebody_says_yes(address: str) -> None:
    async with table(5, 1, 4, 1, 4, 1, 4, 1, address=address) as at:
        await added(at, EMBER)
        first = await at.roll("ember 2")
        await at.services.history.flush()
        asked = await added(at, NEWER)
        assert asked.response.embeds[0].title == "Replace Ember?"
        assert "Older rolls keep their words." in said(asked)
        # Nothing has changed yet.
        assert (await rolled(at, "ember 2"))[1].startswith("# ✗ Cold ashes")
        await at.restart()
        done = await at.game_master.click(asked.response, label="Replace it")
        assert done.response.embeds[0].title == "Added: Ember"
        assert (await rolled(at, "ember 2"))[1].startswith("# ✓ A blaze")
        await at.restart()
        again = await at.player.click(first.response, label="Roll again")
        assert said(again).splitlines()[2:] == [
            "# ✗ Cold ashes",
            "**0 of 1**",
            "dice 4, 1",
            "From an older version of this game's file. Type the roll again to use the new one.",
        ]
        odds = await at.player.click(first.response, label="Odds")
        assert "It burns: 55.6%" in said(odds)
        await at.services.history.flush()
        page = await at.player.slash(at.channel, "history")
        (embed,) = page.response.embeds
        listed = " ".join([str(embed.description), *[f"{each.name} {each.value}" for each in embed.fields]])
        assert listed.index("A blaze") < listed.rindex("It burns")


async def test_the_same_file_again_changes_nothing() -> None:
    async with table() as at:
        await added(at, EMBER)
        assert said(await added(at, EMBER)) == "This server already uses this very file."


@pytest.mark.parametrize(
    ("command", "aliases", "expected"),
    [
        ("coc", "[]", "`coc` would then mean this file, and no longer Call of Cthulhu"),
        ("vtm", "[]", "`vtm` would then mean this file, and no longer Vampire: The Masquerade"),
        ("ember", '["vtm"]', "`vtm` would then mean this file, and no longer Vampire: The Masquerade"),
    ],
)
async def test_a_shipped_word_is_not_hidden_silently(command: str, aliases: str, expected: str) -> None:
    text = EMBER.replace('["embers"]', aliases).replace('"ember"', f'"{command}"')
    text = text.replace('roll = "ember 3"', f'roll = "{command} 3"')
    word = "vtm" if "vtm" in (command, *aliases.split('"')) else command
    async with table(6, 6) as at:
        asked = await added(at, text)
        assert asked.response.embeds[0].title == "Add Ember?"
        assert expected in said(asked)
        assert await at.services.system_files.of(at.server.id) == ()
        await at.game_master.click(asked.response, label="Add it anyway")
        assert (await rolled(at, f"{word} 2"))[1].startswith("# ✓ It burns")


async def test_an_alias_that_is_a_shipped_command_stays_that() -> None:
    async with table() as at:
        result = await added(at, EMBER.replace("embers", "v5"))
        assert "`v5` still means Vampire: The Masquerade, 5th edition" in said(result)


async def test_removed_and_put_back(address: str) -> None:
    async with table(6, 6, 6, 1, address=address) as at:
        await added(at, EMBER)
        first = await at.roll("ember 1")
        removed = await at.game_master.slash(at.channel, "system remove", name="Ember")
        assert said(removed) == "Removed **Ember** (`ember`). Rolls made with it keep their words."
        assert "ember" in (await rolled(at, "ember 1"))[1]
        assert not (await at.roll("ember 1")).response.embeds
        # A roll of it can be made again all the same.
        assert (await at.player.click(first.response, label="Roll again")).response.embeds
        await at.restart()
        back = await at.game_master.click(removed.response, label="Undo")
        assert said(back) == "**Ember** (`ember`) is back."
        assert (await rolled(at, "ember 1"))[0] == "Robin rolls ember 1"
        missing = await at.game_master.slash(at.channel, "system remove", name="coc")
        assert "This server hasn't added a game system “coc”." in said(missing)


@pytest.mark.parametrize("name", ["ember", "pbta"])
async def test_exported_and_added_again(name: str) -> None:
    async with table() as at:
        await added(at, EMBER)
        exported = await at.player.slash(at.channel, "system export", name=name)
        (attachment,) = exported.response.attachments
        assert attachment.filename == f"{name}.toml"
        content = await attachment.read()
        if name == "ember":
            assert content.decode() == EMBER
        changed = content.decode().replace(f'command = "{name}"', 'command = "mine"')
        changed = changed.replace(f'roll = "{name}', 'roll = "mine')
        result = await added(at, changed)
        if name == "pbta":
            # Its other words are still those of the shipped one.
            result = await at.game_master.click(result.response, label="Add it anyway")
        assert "Added:" in said(result) or "Add Ember?" in said(result)


async def test_shared_by_a_code_with_another_server(address: str) -> None:
    async with table(6, address=address) as at:
        await added(at, EMBER)
        shared = await at.player.slash(at.channel, "system share", name="ember")
        assert not shared.ephemeral
        code = said(shared).partition("code:")[2].partition("`")[0]
        await at.game_master.slash(at.channel, "system remove", name="ember")
        await at.restart()
        refused = await at.player.slash(at.channel, "saved import", code=code)
        assert "This code is for a game system. Use it with /system add." in said(refused)
        taken = await at.game_master.slash(at.channel, "system add", code=code.lower())
        assert taken.response.embeds[0].title == "Added: Ember"
        assert (await rolled(at, "ember 1"))[1].startswith("# ✓ It burns")
        both = await at.game_master.slash(at.channel, "system add")
        assert said(both) == "Give either a file or a code from /system share."


async def test_a_table_of_plain_lines(address: str) -> None:
    async with table(2, 3, 4, 3, address=address) as at:
        result = await added(at, LOOT, "loot.txt")
        assert result.response.embeds[0].title == "Added: Loot"
        assert "test" not in said(result)
        await at.restart()
        assert await rolled(at, "loot") == ("Robin rolls loot", "# 7 gold pieces\ndie 2 · row 3, 4")
        assert (await rolled(at, "loot"))[1] == "# A map\ndie 3"
        odds = await at.player.slash(at.channel, "odds", dice="loot")
        assert "A rusty sword: 33.3% · 1 in 3" in said(odds)


async def test_a_table_is_pasted_into_a_form(address: str) -> None:
    async with table(1, 2, address=address) as at:
        opened = await at.game_master.slash(at.channel, "system table", name="Treasure Hoard")
        form = at.requests("POST", "/callback")[-1].json["data"]
        assert form["title"] == "Table for /roll treasure-hoard"
        await at.restart()
        rows = "1-5: a goblin\n6: " + "a very long story " * 50
        sent = await at.game_master.submit_modal(opened, {"rows": rows})
        assert sent.response.embeds[0].title == "Added: Treasure-hoard"
        assert (await rolled(at, "treasure-hoard"))[1] == "# A goblin\ndie 1"


async def test_what_a_player_added_is_exported_and_stays_without_the_id(address: str) -> None:
    async with table(6, address=address) as at:
        await added(at, EMBER)
        player = at.game_master.id
        (file,) = (await at.services.privacy.data_of(player)).system_files
        assert (file.command, file.text, file.added_by) == ("ember", EMBER, player)
        page = await at.game_master.slash(at.channel, "privacy")
        assert "**Game systems you added to servers** (1)" in said(page)
        exported = await at.services.personal.file(player, most_bytes=10**6)
        assert b'"command": "ember"' in exported.content
        await at.services.privacy.remove_all(player)
        assert (await at.services.privacy.data_of(player)).system_files == ()
        await at.restart()
        assert (await rolled(at, "ember 1"))[1].startswith("# ✓ It burns")
        (kept,) = await at.services.system_files.of(at.server.id)
        assert kept.added_by is None


async def test_many_dice_of_a_strangers_file_make_nobody_wait() -> None:
    text = EMBER.replace("(@pool)d6", "1000d6").replace('[[test]]\nroll = "ember 3"\nfaces = [5, 2, 4]\n', "")
    text = text.replace('message = "1 of 1: it burns"\n', "")
    async with table(*[6] * 3_000) as at:
        await added(at, text)
        result = await at.roll("2x ember 1")
        assert at.requests("POST", "/callback")[-1].json["type"] == 5
        assert "2 × it burns" in said(result)
        assert (await at.roll("ember 1")).response.embeds[0].description.startswith("# ✓ It burns")
