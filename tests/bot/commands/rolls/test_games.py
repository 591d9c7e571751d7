"""Calls of game systems in /roll, as a player uses them; on both databases, across restarts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.presentation.colors import Color
from bot.presentation.discord_limits import EMBED_DESCRIPTION
from bot.services.rolls.rolling import RollingService
from bot.store.rolls import own_rolls
from bot.store.saved_rolls import Owner
from dicewright import seeded
from tests.support.past_rolls import rows
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

DEFERRED = 5
V5 = "v5 7 h2 vs 3"
V5_FACES = (10, 3, 10, 4, 2, 7, 7)
V5_REPLY = "# ◐ Messy critical\n**6 against 3**\nhunger dice 10, 3 · other dice 10, 4, 2, 7, 7"


def labels(result: simcord.InteractionResult) -> list[str]:
    return [button["label"] for row in result.response.components for button in row["components"]]


@pytest.mark.parametrize(
    ("text", "faces", "author", "description", "color"),
    [
        (V5, V5_FACES, f"Robin rolls {V5}", V5_REPLY, Color.MIXED),
        (
            "V5 2 # to climb",
            (10, 10),
            "Robin rolls v5 2",
            "*to climb*\n# ★ Critical win\n**4 against 1**\nother dice 10, 10",
            Color.CRITICAL,
        ),
        (
            "v5 2 h2",
            (1, 3),
            "Robin rolls v5 2 h2",
            "# ✗✗ Bestial failure\n**0 against 1**\nhunger dice 1, 3",
            Color.DISASTER,
        ),
        (
            "coc 55 b1",
            (5, 7, 3),
            "Robin rolls coc 55 b1",
            "# ✓ Hard success\n**24 against 55**\nunits 4 · tens 6, 2",
            Color.SUCCESS,
        ),
        (
            "4cod",
            (8, 9, 2, 3),
            "Robin rolls cod 4",
            "# ✓ Success\n**2**\npool 8, 9, 2, 3",
            Color.SUCCESS,
        ),
        (
            "pbta +2",
            (1, 2),
            "Robin rolls pbta +2",
            "# ✗ Miss\n**5**\ndice 1, 2",
            Color.FAILURE,
        ),
        (
            "alien 2 s1",
            (5, 3, 1),
            "Robin rolls alien 2 s1",
            "# ✗ Failure\n**0 against 1**\nbase dice 5, 3 · stress dice 1\n**Panic**\nNext: `alien panic s1`",
            Color.FAILURE,
        ),
        (
            "dnd attack +5 vs 15 2d6+3",
            (15, 3, 4),
            "Robin rolls dnd attack +5 vs 15 2d6+3",
            "# ✓ Hit\n**20 against 15, 10 damage**\nd20 15 · harm 3, 4",
            Color.SUCCESS,
        ),
    ],
)
async def test_the_outcome_leads_then_the_number_the_dice_and_the_notes(
    text: str, faces: tuple[int, ...], author: str, description: str, color: Color
) -> None:
    async with table(*faces) as at:
        result = await at.roll(text)
        (embed,) = result.response.embeds
        assert (embed.author.name, embed.description.replace("\\", "")) == (author, description)
        assert embed.color is not None
        assert embed.color.value == color
        assert not result.ephemeral


async def test_roll_again_after_a_restart(address: str) -> None:
    async with table(*V5_FACES, *V5_FACES, address=address) as at:
        first = await at.roll(V5, note="to climb")
        await at.restart()
        again = await at.other.click(first.response, label="Roll again")
        (embed,) = again.response.embeds
        assert embed.author.name == f"Sam rolls {V5}"
        assert embed.description == f"*to climb*\n{V5_REPLY}"


async def test_repeats_have_a_line_each_and_are_counted() -> None:
    async with table(10, 10, 3, 4, 6, 7, 9, 9) as at:
        result = await at.roll("3x v5 2 # thrice")
        (embed,) = result.response.embeds
        assert embed.author.name == "Robin rolls 3 × v5 2"
        assert embed.description.splitlines() == [
            "*thrice*",
            "**★ Critical win** · 4 against 1 · other dice 10, 10",
            "**✗ Total failure** · 0 against 1 · other dice 3, 4",
            "**✓ Win** · 2 against 1 · other dice 6, 7",
            "### 1 × critical win, 1 × total failure, 1 × win",
        ]


async def test_times_repeats_it_as_well_and_the_button_does_it_all_again() -> None:
    async with table(*[6] * 12) as at:
        first = await at.player.slash(at.channel, "roll", dice="v5 2", times=3)
        again = await at.player.click(first.response, label="Roll again")
        for result in (first, again):
            assert result.response.embeds[0].description.endswith("### 3 × win")


@pytest.mark.parametrize("compact", [True, False])
async def test_a_hundred_large_rolls_stay_within_discords_limits(compact: bool) -> None:
    async with table(rolling=RollingService(dice=seeded("many"))) as at:
        await at.services.preferences.change_player(at.player.id, compact=compact)
        result = await at.roll("100x v5 30 h5")
        (request,) = at.requests("POST", "/callback")
        assert request.json["type"] == DEFERRED
        shown = result.response.content if compact else result.response.embeds[0].description
        assert len(shown) <= (2_000 if compact else EMBED_DESCRIPTION)
        assert "critical win" in shown.splitlines()[-1]


async def test_short_replies() -> None:
    async with table(*V5_FACES) as at:
        await at.services.preferences.change_player(at.player.id, compact=True)
        result = await at.roll(V5, note="up")
        assert result.response.content == (
            "**Robin** · *up* · **◐ Messy critical** · 6 against 3 · "
            "hunger dice 10, 3 · other dice 10, 4, 2, 7, 7"
        )


async def test_saved_values_fill_a_call_for_the_one_who_has_them(address: str) -> None:
    async with table(4, 2, 7, 3, address=address) as at:
        await at.services.saved.add(Owner.player(at.player.id), "spot_hidden", "55")
        first = await at.roll("coc spot_hidden")
        assert first.response.embeds[0].author.name == "Robin rolls coc 55"
        again = await at.other.click(first.response, label="Roll again")
        assert again.response.embeds[0].author.name == "Sam rolls coc 55"
        (roll, *_) = await history(at)
        assert (roll.text, roll.notation, roll.names) == ("coc spot_hidden", "coc 55", {"spot_hidden": "55"})


async def history(at: Table) -> tuple[object, ...]:
    await at.services.history.flush()
    return await at.services.past.page(own_rolls(at.player.id), limit=9)  # type: ignore[return-value]


async def test_the_history_has_it_in_the_words_of_the_time(address: str) -> None:
    async with table(*V5_FACES, 5, 7, 3, address=address) as at:
        await at.roll(V5, note="up")
        await at.roll("coc 55 b1")
        await at.services.history.flush()
        await at.restart()
        page = await at.player.slash(at.channel, "history")
        coc, v5 = rows(page.response.embeds[0])
        assert coc.name == "✓ Hard success · 24 against 55 · units 4 · tens 6, 2"
        assert v5.name == "◐ Messy critical · 6 against 3 · hunger dice 10, 3 · other dice 10, 4, 2, 7, 7"
        assert v5.value.startswith("*up* · v5 7 h2 vs 3 · <t:")
        rolls = await history(at)
        assert [roll.total for roll in rolls] == ["24", None]  # type: ignore[attr-defined]


async def test_of_a_blind_call_nothing_is_seen_until_it_is_revealed(address: str) -> None:
    async with table(*V5_FACES, address=address) as at:
        blind = await at.roll(V5, visibility="blind")
        assert blind.response.embeds[0].author.name == f"Robin rolls {V5} for the GM"
        await at.services.history.flush()
        own = await at.player.slash(at.channel, "history")
        assert rows(own.response.embeds[0])[0].name == "? · v5 7 h2 vs 3"
        sent = json.dumps([request.json for request in at.world.http_requests])
        assert "essy" not in sent
        await at.restart()
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert looked.ephemeral
        assert looked.response.embeds[0].description == V5_REPLY
        revealed = await at.game_master.click(looked.response, label="Reveal to everyone")
        assert revealed.response.embeds[0].description == V5_REPLY
        own = await at.player.slash(at.channel, "history")
        assert rows(own.response.embeds[0])[0].name.startswith("◐ Messy critical · 6 against 3")


async def test_only_me_is_for_the_player_alone() -> None:
    async with table(*V5_FACES) as at:
        result = await at.roll(V5, visibility="only_me")
        assert result.ephemeral
        assert result.response.embeds[0].description == V5_REPLY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("v5", "v5 needs a number: Dice in all. For example, v5 5 h2 vs 4."),
        ("v5 7 h9", "Hunger should be 0 to 5."),
        ("cco 55", 'No system is called "cco". Did you mean coc 55?'),
        ("pathfinder +7", "Did you mean pf2e +7?"),
        ("101x v5 2", "That is 101 rolls. You can make up to 100 at a time."),
        ("flor(3)", "Did you mean floor( )?"),
    ],
)
async def test_what_is_wrong_is_said_to_the_player_alone(text: str, said: str) -> None:
    async with table() as at:
        result = await at.roll(text)
        assert result.ephemeral
        assert said in result.response.content.replace("\\", "")


async def test_typed_text_formats_nothing_and_pings_nobody() -> None:
    async with table(*V5_FACES) as at:
        result = await at.roll(f"{V5} # **boom** <@1> @everyone")
        assert result.response.embeds[0].description.startswith(r"*\*\*boom\*\* \<\@1\> \@everyone*")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (V5, [("7 dice in all, 2 hunger, against 3: 78% success", V5)]),
        ("v5", [("v5 5 h2 vs 4 · missing: Dice in all, 1 to 30", "v5 5 h2 vs 4")]),
        (
            "cco 55",
            [
                ("coc 55 · 55 skill or characteristic: 55% success", "coc 55"),
                ('⚠ No system is called "cco". Did you mean coc 55?', "cco 55"),
            ],
        ),
        ("vamp", [("v5 5 h2 vs 4 · Vampire: The Masquerade, 5th edition", "v5 5 h2 vs 4")]),
        ("alien p", [("alien panic s3 · panic", "alien panic s3")]),
    ],
)
@pytest.mark.parametrize("command", ["roll", "odds"])
async def test_suggestions_while_typing(command: str, typed: str, offered: list[tuple[str, str]]) -> None:
    async with table() as at:
        found = await at.player.autocomplete(at.channel, command, "dice", typed)
        assert [(each["name"], each["value"]) for each in found][: len(offered)] == offered


async def test_the_line_on_luck_ranks_the_outcome() -> None:
    async with table(8, 4, 6, 6, 1, 1, 8, 4, 9, 10, 3, 4, luck=True) as at:
        lines = []
        await at.services.preferences.change_player(at.player.id, luck=True)
        for text in ("coc 55", "pbta +2", "pbta", "coc 55 vs coc 40"):
            result = await at.roll(text)
            assert result.response.embeds, result.response.content
            lines.append(result.response.embeds[0].footer.text)
        assert lines[:3] == ["Luck: average", "Luck: best 42%", "Luck: worst 42%"]
        # Who wins a contest is no luck of one of the two.
        assert lines[3] is None
        await at.services.preferences.change_player(at.player.id, luck=False)
        assert (await at.roll("pbta")).response.embeds[0].footer.text is None
