"""/system: the list, the pages, the form, and what is played where; on both databases, across restarts."""

from __future__ import annotations

import pytest

from bot.presentation.discord_limits import EMBED_DESCRIPTION
from tests.support.table import table


async def test_the_list_has_every_system() -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "system list")
        assert result.ephemeral
        description = result.response.embeds[0].description
        assert "`v5` Vampire\\: The Masquerade, 5th edition" in description
        assert all(f"`{command}` " in description for command in at.services.games.shipped.systems.commands)
        assert len(description) <= EMBED_DESCRIPTION


@pytest.mark.parametrize("name", ["v5", "Vampire", "vampire: the masquerade", "VTM"])
async def test_the_page_of_a_system_has_examples_to_tap(name: str) -> None:
    async with table(10, 3, 10, 4, 2) as at:
        result = await at.player.slash(at.channel, "system show", name=name)
        (embed,) = result.response.embeds
        assert embed.title == "Vampire: The Masquerade, 5th edition"
        said = embed.description.replace("\\", "")
        assert "`v5 @pool [h@hunger] [vs @difficulty]`" in said
        assert "`h2` Hunger, 0 to 5" in said
        assert "`vs 4` Difficulty, 1 if left out" in said
        assert "◐ messy critical, ★ critical win" in said
        assert "Then: Spend Willpower" in said
        tried = await at.player.click(result.response, label="v5 5 h2 vs 4")
        assert tried.ephemeral
        assert tried.response.embeds[0].author.name == "Robin rolls v5 5 h2 vs 4"


async def test_every_page_can_be_shown() -> None:
    async with table() as at:
        for command in at.services.games.shipped.systems.commands:
            result = await at.player.slash(at.channel, "system show", name=command)
            assert len(result.response.embeds[0].description) <= EMBED_DESCRIPTION


async def test_an_unknown_system() -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "system show", name="no such game")
        assert result.ephemeral
        assert "No game system is called “no such game”" in result.response.content


async def test_a_form_is_made_from_the_parameters(address: str) -> None:
    async with table(10, 3, 10, 4, 2, address=address) as at:
        page = await at.player.slash(at.channel, "system show", name="v5")
        await at.restart()
        opened = await at.player.click(page.response, label="Fill in a form")
        form = at.requests("POST", "/callback")[-1].json["data"]
        assert form["title"] == "Vampire: The Masquerade, 5th edition"
        assert [each["label"] for each in form["components"]] == ["Dice in all", "Hunger", "Difficulty"]
        assert [each["component"].get("required") for each in form["components"]] == [True, False, False]
        sent = await at.player.submit_modal(opened, {"pool": "5", "hunger": " 2 ", "difficulty": ""})
        assert sent.response.embeds[0].author.name == "Robin rolls v5 5 h2"
        assert not sent.ephemeral


@pytest.mark.parametrize("where", ["channel", "server", "me"])
async def test_where_a_system_is_played_its_rolls_need_no_name(where: str, address: str) -> None:
    async with table(5, 7, 5, 7, 10, 10, address=address) as at:
        chooser = at.player if where == "me" else at.game_master
        chosen = await chooser.slash(at.channel, "system choose", name="coc", **{"for": where})
        assert chosen.ephemeral
        assert "`coc` Call of Cthulhu" in chosen.response.content
        await at.restart()
        for text in ("skill 55", "55"):
            rolled = await at.roll(text)
            author = rolled.response.embeds[0].author.name
            assert author.startswith("Robin rolls coc ")
            assert author.endswith("55")
        # Dice notation and other systems mean what they always do.
        assert (await at.roll("1d10")).response.embeds[0].author.name == "Robin rolls 1d10"
        assert (await at.roll("v5 1")).response.embeds[0].author.name == "Robin rolls v5 1"


async def test_several_systems_and_removing_one() -> None:
    async with table(5, 3) as at:
        for name in ("pbta", "coc"):
            panel = await at.player.slash(at.channel, "system choose", name=name)
        kept = await at.player.select(panel.response, values=["pbta"])
        assert "`pbta`" in kept.response.content
        assert "`coc`" not in kept.response.content
        assert (await at.roll("+2")).response.embeds[0].author.name == "Robin rolls pbta +2"
        gone = await at.player.select(kept.response, values=[])
        assert gone.response.content == "You haven't chosen any game systems."


@pytest.mark.parametrize("where", ["channel", "server"])
async def test_only_managers_choose_for_others(where: str) -> None:
    async with table() as at:
        refused = await at.player.slash(at.channel, "system choose", name="coc", **{"for": where})
        assert refused.ephemeral
        assert refused.response.content.startswith("Only members with Manage Server can choose for others.")


async def test_what_a_player_chose_is_exported_and_deleted(address: str) -> None:
    async with table(address=address) as at:
        await at.player.slash(at.channel, "system choose", name="coc")
        data = await at.services.privacy.data_of(at.player.id)
        assert data.settings.systems == ["coc"]
        await at.services.privacy.remove_all(at.player.id)
        assert (await at.services.privacy.data_of(at.player.id)).settings.systems is None


async def test_suggestions_know_what_is_played() -> None:
    async with table() as at:
        await at.player.slash(at.channel, "system choose", name="coc")
        found = await at.player.autocomplete(at.channel, "roll", "dice", "skill 55")
        assert (found[0]["name"], found[0]["value"]) == (
            "55 skill or characteristic: 55% success",
            "coc skill 55",
        )


async def test_names_are_suggested() -> None:
    async with table() as at:
        found = await at.player.autocomplete(at.channel, "system show", "name", "cth")
        assert [each["value"] for each in found] == ["coc"]
