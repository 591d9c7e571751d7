"""/history, as players and a game master turn its pages; on both databases, across restarts."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from bot.presentation.mentions import mention
from bot.store import rolls
from tests.support.past_rolls import rows
from tests.support.rolls import a_blind_roll, a_roll
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from bot.store.rolls import RecordedRoll
    from tests.support.table import Table

EVERYBODYS = "server"
HERE = "here"


async def written(at: Table, *recorded: RecordedRoll) -> None:
    """Wait until all is in the history, with these rolls of old."""
    await at.services.history.flush()
    async with at.database() as database:
        await database.write(rolls.record, recorded)


async def of_old(at: Table, number: int, **changes: Any) -> None:
    """Put `number` of the player's rolls into the history, the first with a total of 1."""
    values = {"player_id": at.player.id, "server_id": at.server.id, "text": "7", "notation": "7", **changes}
    made = [a_roll(each, total=str(each), faces=(), **values) for each in range(1, number + 1)]
    await written(at, *made)


def totals(result: simcord.InteractionResult) -> list[str]:
    (embed,) = result.response.embeds
    return [row.name.partition(" · ")[0] for row in rows(embed)]


def described(result: simcord.InteractionResult) -> str:
    return str(result.response.embeds[0].description).partition("\n\n")[0]


async def table_of(result: simcord.InteractionResult) -> list[dict[str, str]]:
    """Return the lines of the file in an answer."""
    (attachment,) = result.response.attachments
    assert attachment.filename == "rolls.csv"
    return list(csv.DictReader(StringIO((await attachment.read()).decode("utf-8-sig"), newline="")))


async def test_a_roll_is_found_again_with_its_dice_its_note_and_the_way_to_it(address: str) -> None:
    async with table(12, 4, address=address) as at:
        rolled = await at.roll("1d20 + 5 vs 15", note="to hit")
        await at.roll("1d6", visibility="only_me")
        await written(at)
        shown = await at.player.slash(at.channel, "history")
        assert shown.ephemeral
        (embed,) = shown.response.embeds
        assert embed.title == "Your rolls everywhere"
        private, public = rows(embed)
        assert (private.name, public.name) == ("4 · 1d6 (4)", "17 · 1d20 (12) + 5 vs 15")
        assert private.value.endswith(":R> · only you can see it")
        assert public.value.startswith("*to hit* · Success by 2 · <t:")
        link = f"https://discord.com/channels/{at.server.id}/{at.channel.id}/{rolled.response.id}"
        assert public.value.endswith(f"[go to message]({link})")


async def test_pages_are_turned_after_a_restart_and_while_others_roll(address: str) -> None:
    async with table(3, address=address) as at:
        await of_old(at, 20)
        shown = await at.player.slash(at.channel, "history")
        assert totals(shown) == ["20", "19", "18", "17", "16", "15", "14", "13"]
        await at.restart()
        await at.player.click(shown.response, label="Older")
        assert totals(shown) == ["12", "11", "10", "9", "8", "7", "6", "5"]
        await at.roll("1d6")
        await written(at)
        await at.player.click(shown.response, label="Older")
        assert totals(shown) == ["4", "3", "2", "1"]
        assert shown.response.embeds[0].footer.text == "18 to 21 of 21 rolls"
        await at.restart()
        await at.player.click(shown.response, label="Newer")
        assert totals(shown) == ["12", "11", "10", "9", "8", "7", "6", "5"]
        await at.player.click(shown.response, label="Newest")
        assert totals(shown) == ["3", "20", "19", "18", "17", "16", "15", "14"]


async def test_ones_own_rolls_everywhere_or_here(address: str) -> None:
    async with table(1, 2, address=address) as at:
        await at.roll("1d6")
        await at.player.user.slash("roll", dice="1d8")
        await written(at, a_roll(5, player_id=at.player.id, server_id=77, total="99", faces=None))
        assert totals(await at.player.slash(at.channel, "history")) == ["2", "1", "99"]
        assert totals(await at.player.slash(at.channel, "history", which="mine")) == ["2", "1", "99"]
        assert totals(await at.player.slash(at.channel, "history", which=HERE)) == ["1"]
        assert totals(await at.player.slash(at.channel, "history", player=at.player)) == ["1"]
        in_private = await at.player.user.slash("history")
        assert totals(in_private) == ["2", "1", "99"]
        refused = await at.player.user.slash("history", which=HERE)
        assert refused.response.content.startswith("This isn't a server.")
        assert described(await at.other.slash(at.channel, "history")).startswith("No rolls yet.")


async def test_a_gm_sees_what_all_have_seen_of_all_or_of_one(address: str) -> None:
    async with table(11, 12, 13, 14, address=address) as at:
        await at.roll("1d20")
        await at.roll("1d20", visibility="only_me")
        await at.roll("1d20", visibility="blind")
        await at.other.slash(at.channel, "roll", dice="1d20")
        await written(at)
        shown = await at.game_master.slash(at.channel, "history", which=EVERYBODYS)
        assert shown.ephemeral
        assert totals(shown) == ["14", "11"]
        assert f"{mention(at.other.id)}" in rows(shown.response.embeds[0])[0].value
        one = await at.game_master.slash(at.channel, "history", player=at.player)
        assert totals(one) == ["11"]
        assert described(one) == f"Player: {mention(at.player.id)}"
        assert [row["total"] for row in await table_of(await saved(at.game_master, shown))] == ["14", "11"]
        assert [row["total"] for row in await table_of(await saved(at.game_master, one))] == ["11"]


async def saved(who: simcord.MemberActor, shown: simcord.InteractionResult) -> simcord.InteractionResult:
    result = await who.click(shown.response, label="Save as CSV")
    assert result.ephemeral
    return result


async def test_a_role_makes_a_gm() -> None:
    async with table(11) as at:
        role = at.server.create_role("GM")
        keeper = at.server.add_member(at.world.create_user("kim", global_name="Kim"), roles=[role])
        await at.services.preferences.change_server(at.server.id, gm_role_id=role.id)
        await at.roll("1d20")
        await written(at)
        assert totals(await keeper.slash(at.channel, "history", which=EVERYBODYS)) == ["11"]


@pytest.mark.parametrize("asked", ["server", "player"])
async def test_the_rolls_of_others_are_for_gms(asked: str) -> None:
    async with table(11) as at:
        await at.roll("1d20")
        await written(at)
        options: dict[str, Any] = {"which": EVERYBODYS} if asked == "server" else {"player": at.player}
        refused = await at.other.slash(at.channel, "history", **options)
        assert refused.ephemeral
        assert refused.response.content.startswith("Only the GM can see other players' rolls")
        assert refused.response.embeds == []


@pytest.mark.parametrize("label", ["Older", "Save as CSV"])
async def test_who_is_no_gm_any_more_turns_no_page(label: str) -> None:
    async with table() as at:
        await of_old(at, 20)
        shown = await at.game_master.slash(at.channel, "history", which=EVERYBODYS)
        at.world.backend.get_guild(at.server.id).members[at.game_master.id].role_ids.clear()
        refused = await at.game_master.click(shown.response, label=label)
        assert refused.response.content.startswith("Only the GM can see other players' rolls")
        assert totals(shown)[0] == "20", "the page stays as it was"


async def test_filters_hold_on_every_page_and_in_the_file(address: str) -> None:
    async with table(*range(1, 6), address=address) as at:
        await of_old(at, 30, note="Stealth", text="2d6", notation="2d6")
        await of_old(at, 4, part=1, note="stealth: %")
        for _ in range(5):
            await at.roll("1d20", note="stealth again")
        await written(at)

        async def asked(**options: str) -> simcord.InteractionResult:
            return await at.player.slash(at.channel, "history", **options)

        recent = await asked(since="1 day")
        assert totals(recent) == ["5", "4", "3", "2", "1"]
        assert described(recent).startswith("Since: <t:")
        assert len(await table_of(await saved(at.player, recent))) == 5
        everything = await asked(search="STEALTH")
        assert everything.response.embeds[0].footer.text == "1 to 8 of 39 rolls"
        dice = await asked(search="2d6")
        await at.restart()
        await at.player.click(dice.response, label="Older")
        assert dice.response.embeds[0].footer.text == "9 to 16 of 30 rolls"
        assert len(await table_of(await saved(at.player, dice))) == 30
        signs = await asked(search=": %")
        assert totals(signs) == ["4", "3", "2", "1"]
        assert [row["note"] for row in await table_of(await saved(at.player, signs))] == ["stealth: %"] * 4


async def test_the_file_has_all_rolls_and_no_formula(address: str) -> None:
    async with table(6, 2, address=address) as at:
        await of_old(at, 20)
        await at.roll("-1d6", note='=HYPERLINK("https://evil.example","look")')
        await at.roll("1d4", visibility="blind", note="@Perception")
        await written(at)
        shown = await at.player.slash(at.channel, "history")
        await at.restart()
        file = await saved(at.player, shown)
        assert file.response.content == "22 rolls, newest first. You can open this file in a spreadsheet."
        blind, mine, *old = await table_of(file)
        assert (mine["roll"], mine["total"], mine["dice"]) == ("'-1d6", "-6", "'-1d6 (6)")
        assert mine["note"] == '\'=HYPERLINK("https://evil.example","look")'
        assert (blind["note"], blind["total"], blind["dice"]) == ("'@Perception", "", "")
        assert [row["total"] for row in old] == [str(number) for number in range(20, 0, -1)]


async def test_where_not_all_fit_a_button_makes_the_next_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.commands.rolls import files as roll_files

    monkeypatch.setattr(roll_files, "_MOST_BYTES", 2_000)
    async with table() as at:
        await of_old(at, 30, note="x" * 20)
        shown = await at.player.slash(at.channel, "history")
        file = await saved(at.player, shown)
        found: list[str] = []
        for _ in range(2):
            assert "Use the button for older rolls" in file.response.content
            found += [row["total"] for row in await table_of(file)]
            await at.restart()
            file = await at.player.click(file.response, label="Older rolls")
            assert file.ephemeral
        found += [row["total"] for row in await table_of(file)]
        assert file.response.content.endswith("You can open this file in a spreadsheet.")
        assert file.response.components == []
        assert found == [str(number) for number in range(30, 0, -1)]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"since": "last summer"}, "I don't understand the date “last summer”"),
        ({"which": "mine", "player": "other"}, "Use either “which” or “player”, not both."),
    ],
)
async def test_refusals_are_sentences(options: dict[str, str], sentence: str) -> None:
    async with table() as at:
        asked = {key: at.other if value == "other" else value for key, value in options.items()}
        refused = await at.player.slash(at.channel, "history", **asked)
        assert refused.ephemeral
        assert refused.response.content.startswith(sentence)


@pytest.mark.parametrize("label", ["Older", "Save as CSV"])
async def test_while_the_database_is_away_it_says_so(label: str) -> None:
    async with table() as at:
        await of_old(at, 20)
        shown = await at.player.slash(at.channel, "history")
        at.database_is_away()
        away = await at.player.click(shown.response, label=label)
        notice = (away.followups or [away.response])[-1]
        assert notice.ephemeral
        assert notice.content.startswith("The bot can't reach its database")
        refused = await at.player.slash(at.channel, "history")
        assert refused.response.content.startswith("The bot can't reach its database")


async def test_of_a_blind_roll_the_player_sees_that_it_was_made_and_the_gm_nothing(address: str) -> None:
    # No other whole number in an answer is one of these; parts of ids and of moments may be.
    faces, total = (617, 823), "1440"
    async with table(*faces, address=address) as at:
        blind = await at.roll("1d1000 + 1d900", visibility="blind")
        await written(at)
        answers: list[str] = []
        for who, options in (
            (at.player, {}),
            (at.player, {"which": HERE}),
            (at.game_master, {"which": EVERYBODYS}),
            (at.game_master, {"player": at.player}),
            (at.game_master, {"search": "1d1000"}),
        ):
            shown = await who.slash(at.channel, "history", **options)
            answers.append(str(shown.response.embeds[0].to_dict()))
            if shown.response.components:
                file = await saved(who, shown)
                answers.append((await file.response.attachments[0].read()).decode())
        panel = await at.player.slash(at.channel, "privacy")
        taken = await at.player.click(panel.response, label="Export my data")
        answers.append((await taken.response.attachments[0].read()).decode())
        assert len(answers) == 8, "the GM has nothing to save"
        for answer in answers:
            forms = [answer, re.sub(r"(?<=\d),(?=\d{3}\b)", "", answer)]
            assert not {total, *map(str, faces)} & set(re.findall(r"\d+", " ".join(forms)))
        assert "blind roll: only the GM can see it" in answers[0]

        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert f"{int(total):,}" in looked.response.embeds[0].description
        await at.game_master.click(looked.response, label="Reveal to everyone")
        for who, options in ((at.player, {}), (at.game_master, {"which": EVERYBODYS})):
            assert totals(await who.slash(at.channel, "history", **options)) == [f"{int(total):,}"]


async def test_pages_work_where_the_key_they_stand_at_is_gone() -> None:
    async with table() as at:
        await of_old(at, 20)
        shown = await at.player.slash(at.channel, "history")
        async with at.database() as database:
            await database.write(remove_all)
        await at.player.click(shown.response, label="Older")
        assert described(shown).startswith("No rolls yet.")
        assert shown.response.components == []


def remove_all(connection: Any) -> None:
    from bot.store.tables import rolls as rolls_table

    connection.execute(rolls_table.delete())


async def test_dates_are_offered_while_typing() -> None:
    async with table() as at:
        offered = await at.player.autocomplete(at.channel, "history", "since", "w")
        assert [each["value"] for each in offered] == ["1 week"]


async def test_a_great_blind_roll_that_was_revealed_shows_its_dice() -> None:
    async with table() as at:
        great = a_blind_roll(
            1,
            player_id=at.player.id,
            server_id=at.server.id,
            text="2000d6",
            notation="2000d6",
            total="12000",
            faces=(6,) * 2_000,
            revealed_at=a_roll(1).rolled_at,
        )
        await written(at, great)
        shown = await at.player.slash(at.channel, "history")
        assert rows(shown.response.embeds[0])[0].name.startswith("12,000 · 2000d6 (6, 6")
