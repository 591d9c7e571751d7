"""The history as a page: what it says of each roll, and that Discord takes it whatever was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.history import history_components
from bot.presentation.history_list import LONGEST_SEARCH, ON_A_PAGE, file_text, file_view, history_page
from bot.presentation.mentions import mention
from bot.services.history.query import HistoryQuery, Whose
from bot.services.history.reader import Excerpt
from bot.services.history.recording import replayed
from bot.services.history.roll_file import RollFile
from bot.store.rolls import without_result
from bot.store.visibility import Visibility
from tests.support.past_rolls import rows
from tests.support.rolls import ANN, START, TAVERN, a_blind_roll, a_roll

if TYPE_CHECKING:
    import discord

    from bot.store.rolls import RecordedRoll

LONGEST_ID = 2**63 - 1
MINE = HistoryQuery(whose=Whose.MINE, player_id=ANN)
EVERYBODYS = HistoryQuery(whose=Whose.SERVER)


def page(
    query: HistoryQuery, *shown: RecordedRoll, newer: int = 0, older: int = 0
) -> tuple[discord.Embed, list[Any]]:
    embed, view = history_page(query, Excerpt(shown, newer, older), list(map(replayed, shown)), counted=1_000)
    return embed, view.children


def first_field(query: HistoryQuery, roll: RecordedRoll) -> tuple[str | None, str | None]:
    embed, _ = page(query, roll)
    return rows(embed)[0]


WHEN = f"<t:{int(a_roll(1).rolled_at.timestamp())}:R>"


@pytest.mark.parametrize(
    ("roll", "name", "value"),
    [
        (a_roll(1), "8 · 2d6 (3, 4) + 1", WHEN),
        (
            a_roll(1, text="1d20+5 vs 15 # to hit", total="17", faces=(12,), note="*boss*"),
            "17 · 1d20 (12) + 5 vs 15",
            rf"*\*boss\** · Success by 2 · *to hit* · {WHEN}",
        ),
        (
            a_roll(1, text="6x 4d6", notation="6x 4d6", total="84", faces=(4, 4, 4, 2) * 6),
            "14, 14, 14, 14, 14, 14 · 6x 4d6",
            WHEN,
        ),
        (
            a_roll(1, text="1d20+5; 2d6", notation="1d20 + 5; 2d6", total="22", faces=(10, 3, 4)),
            "15; 7 · 1d20 + 5; 2d6",
            WHEN,
        ),
        # Their dice were too many to keep, and attack and damage are not added up.
        (
            a_roll(1, text="1d20; 900d6", notation="1d20; 900d6", total="3000", faces=None),
            "1d20; 900d6",
            WHEN,
        ),
        (a_roll(1, text="3x 400d6", notation="3x 400d6", total="4200", faces=None), "4,200 · 3x 400d6", WHEN),
        (
            a_roll(1, text="3x 1d20 vs 15", notation="3x 1d20 vs 15", total="36", faces=(1, 15, 20)),
            "2 of 3 succeed · 3x 1d20 vs 15",
            WHEN,
        ),
        (a_roll(1, notation="attack"), "8 · attack · 2d6 (3, 4) + 1", WHEN),
        (a_roll(1, notation="attack (adv)"), r"8 · attack \(adv\) · 2d6 (3, 4) + 1", WHEN),
        (a_roll(1, notation="@hit + 1"), r"8 · \@hit + 1 · 2d6 (3, 4) + 1", WHEN),
        (a_roll(1, faces=None), r"8 · 2d6 + 1", WHEN),
        (a_roll(1, text="7/3", total="7/3", faces=()), "2.333… · 7 ÷ 3", WHEN),
        (
            a_roll(1, message_id=9),
            "8 · 2d6 (3, 4) + 1",
            f"{WHEN} · [go to message](https://discord.com/channels/{TAVERN}/7/9)",
        ),
        (a_roll(1, visibility=Visibility.ONLY_ME), "8 · 2d6 (3, 4) + 1", f"{WHEN} · only you can see it"),
        (
            a_roll(1, visibility=Visibility.ME_AND_GM, blind_token="token"),
            "8 · 2d6 (3, 4) + 1",
            f"{WHEN} · for you and the GM",
        ),
        (without_result(a_blind_roll(1)), "? · 2d6 + 1", f"{WHEN} · blind roll: only the GM can see it"),
        (
            a_blind_roll(1, revealed_at=START),
            "8 · 2d6 (3, 4) + 1",
            f"{WHEN} · blind roll, revealed",
        ),
    ],
)
async def test_what_is_said_of_a_roll(roll: RecordedRoll, name: str, value: str) -> None:
    assert first_field(MINE, roll) == (name, value)


async def test_where_rolls_are_everybodys_it_says_whose() -> None:
    assert first_field(EVERYBODYS, a_roll(1)) == ("8 · 2d6 (3, 4) + 1", f"{mention(ANN)} · {WHEN}")


@pytest.mark.parametrize(
    ("query", "about"),
    [
        (MINE, None),
        (HistoryQuery(whose=Whose.PLAYER, player_id=ANN), f"Player: {mention(ANN)}"),
        (
            HistoryQuery(whose=Whose.SERVER, since=START, search="**x**"),
            rf"Since: <t:{int(START.timestamp())}:f> · Search: \*\*x\*\*",
        ),
    ],
)
async def test_which_rolls_they_are(query: HistoryQuery, about: str | None) -> None:
    embed, _ = page(query, a_roll(1))
    assert (embed.description or "").split("\n\n")[:-1] == ([about] if about else [])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (MINE, "No rolls yet. Make your first with `/roll 1d20`."),
        (EVERYBODYS, "No public rolls yet."),
        (HistoryQuery(whose=Whose.MINE, player_id=ANN, since=START), "No matching rolls."),
    ],
)
async def test_where_there_are_none(query: HistoryQuery, sentence: str) -> None:
    embed, buttons = page(query)
    assert (embed.description or "").endswith(sentence)
    assert buttons == []


@pytest.mark.parametrize(
    ("newer", "older", "footer", "possible"),
    [
        (0, 0, "2 rolls", ["Save as CSV"]),
        (0, 5, "1 to 2 of 7 rolls", ["Older", "Save as CSV"]),
        (8, 5, "9 to 10 of 15 rolls", ["Newest", "Newer", "Older", "Save as CSV"]),
        (8, 0, "9 to 10 of 10 rolls", ["Newest", "Newer", "Save as CSV"]),
        (8, 1_000, "9 to 10 of more than 1,000 rolls", ["Newest", "Newer", "Older", "Save as CSV"]),
        (
            1_000,
            1_000,
            "Older than the latest 1,000 rolls",
            ["Newest", "Newer", "Older", "Save as CSV"],
        ),
    ],
)
async def test_where_a_page_lies(newer: int, older: int, footer: str, possible: list[str]) -> None:
    embed, buttons = page(MINE, a_roll(2), a_roll(1), newer=newer, older=older)
    assert embed.footer.text == footer
    assert [button.label for button in buttons if not button.disabled] == possible


PATTERNS = [component.pattern for component in history_components(None)]  # type: ignore[arg-type]


@pytest.mark.parametrize("whose", list(Whose))
async def test_the_longest_custom_ids_fit_and_are_understood(whose: Whose) -> None:
    query = HistoryQuery(
        whose=whose,
        player_id=None if whose is Whose.SERVER else LONGEST_ID,
        since=START,
        search="x:.|(" + "z" * (LONGEST_SEARCH - 5),
    )
    roll = a_roll(LONGEST_ID, part=99, rolled_at=START)
    _, buttons = page(query, roll, newer=1, older=1)
    rest = file_view(query, RollFile("rolls.csv", b"", 1, roll.key)).children
    for button in (*buttons, *rest):
        assert len(button.custom_id) <= 100
        (found,) = filter(None, (re.fullmatch(pattern, button.custom_id) for pattern in PATTERNS))
        assert (found["whose"], found["search"]) == (whose, query.search)
        assert found["since"] == str(int(START.timestamp()))
        assert found["of"] == str(query.player_id or "")


typed = st.text(alphabet="*_`<@>[]()#~|\\ aé漢🎲\n", max_size=200)


@given(typed, typed, st.integers(-(10**100), 10**100), st.sampled_from(Whose))
async def test_a_page_fits_into_an_embed(text: str, note: str, total: int, whose: Whose) -> None:
    roll = a_roll(
        LONGEST_ID,
        text=f"1d6 # {text}",
        notation=f"1d6 # {text}" * 3,
        note=note,
        total=str(total),
        faces=None,
        player_id=LONGEST_ID,
        server_id=LONGEST_ID,
        channel_id=LONGEST_ID,
        message_id=LONGEST_ID,
        visibility=Visibility.BLIND,
        revealed_at=START,
    )
    # The same with its dice, where there are as many as fit and all of them stand out.
    marked = a_roll(LONGEST_ID - 1, text="99d20cs>1 # " + note, total="198", faces=(2,) * 99, note=note)
    embed, _ = page(HistoryQuery(whose=whose, player_id=LONGEST_ID), *[roll, marked] * (ON_A_PAGE // 2))
    assert len(embed.description or "") <= 4_096
    assert len(rows(embed)) == ON_A_PAGE


@pytest.mark.parametrize(
    ("rolls", "rest", "text"),
    [
        (1, None, "1 roll. You can open this file in a spreadsheet."),
        (1_200, None, "1,200 rolls, newest first. You can open this file in a spreadsheet."),
        (9, (5, 0), "9 rolls, newest first. The file is full."),
        (0, None, "There are no more rolls to save."),
    ],
)
async def test_what_is_said_with_a_file(rolls: int, rest: tuple[int, int] | None, text: str) -> None:
    file = RollFile("rolls.csv", b"", rolls, rest)
    assert file_text(file).startswith(text)
    assert len(file_view(MINE, file).children) == (rest is not None)
