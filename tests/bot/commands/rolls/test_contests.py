"""One roll of a game system against another, typed as one: coc 55 vs coc 40."""

from __future__ import annotations

import pytest

from tests.support.past_rolls import rows
from tests.support.table import table


@pytest.mark.parametrize(
    ("text", "faces", "author", "said"),
    [
        (
            "coc 55 vs coc 40",
            (5, 3, 1, 9),
            "Robin rolls coc 55 vs coc 40",
            [
                "# The first roll wins: coc 55",
                "**✓ Hard success** · 24 against 55 · units 4 · tens 2",
                "**✗ Failure** · 90 against 40 · units 0 · tens 9",
            ],
        ),
        (
            "coc 55 vs 40 # chase",
            (1, 9, 5, 2),
            "Robin rolls coc 55 vs coc 40",
            [
                "*chase*",
                "# The second roll wins: coc 40",
                "**✗ Failure** · 90 against 55 · units 0 · tens 9",
                "**✓ Hard success** · 14 against 40 · units 4 · tens 1",
            ],
        ),
        (
            "alien 1 vs alien 1",
            (6, 6),
            "Robin rolls alien 1 vs alien 1",
            [
                "# Tie",
                "**✓ Success** · 1 against 1 · base dice 6",
                "**✓ Success** · 1 against 1 · base dice 6",
            ],
        ),
    ],
)
async def test_the_verdict_leads_then_both_rolls(
    text: str, faces: tuple[int, ...], author: str, said: list[str], address: str
) -> None:
    async with table(*faces, *faces, address=address) as at:
        result = await at.roll(text)
        (embed,) = result.response.embeds
        assert embed.author.name == author
        assert embed.description.replace("\\", "").splitlines() == said
        await at.services.history.flush()
        await at.restart()
        again = await at.other.click(result.response, label="Roll again")
        assert again.response.embeds[0].author.name == author.replace("Robin", "Sam")
        await at.services.history.flush()
        page = await at.player.slash(at.channel, "history")
        assert rows(page.response.embeds[0])[0].name.replace("\\", "") in {line.lstrip("# ") for line in said}


async def test_the_odds_of_either_winning() -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "odds", dice="pen 12 vs pen 12")
        assert result.response.embeds[0].description.replace("\\", "").splitlines() == [
            "The first roll wins: pen 12: 47.5% · 1 in 2.1",
            "The second roll wins: pen 12: 47.5% · 1 in 2.1",
            "Tie: 5% · 1 in 20",
        ]


@pytest.mark.parametrize("text", ["coc 55 vs coc x", "v5 7 vs coc 55", "coc 55 vs"])
async def test_what_is_no_contest(text: str) -> None:
    async with table() as at:
        result = await at.roll(text)
        assert result.ephemeral


async def test_a_test_against_a_number_is_no_contest() -> None:
    async with table(6, 7) as at:
        result = await at.roll("v5 2 vs 3")
        assert result.response.embeds[0].description.startswith("# ✗ Failure")


async def test_it_is_suggested() -> None:
    async with table() as at:
        found = await at.player.autocomplete(at.channel, "roll", "dice", "coc 55 vs 40")
        assert (found[0]["name"], found[0]["value"]) == (
            "coc 55 vs coc 40: first wins 74.5%",
            "coc 55 vs 40",
        )
