"""Cards for people from other bots: every right side can be rolled, and each card is found."""

from __future__ import annotations

import pytest

import dicewright
from bot.services.guide.coming_from import CARDS, Card, Row, card_about
from bot.services.systems.calls import GameCalls

ROWS = [(card.tool, row) for card in CARDS for row in card.rows]
GAMES = GameCalls(dicewright.systems())


@pytest.mark.parametrize(("tool", "row"), ROWS, ids=[f"{tool}: {row.theirs}" for tool, row in ROWS])
def test_every_right_side_can_be_rolled(tool: str, row: Row) -> None:
    assert tool
    if GAMES.begins_call(row.ours):
        assert GAMES.read(row.ours).roll(None).faces
    else:
        assert dicewright.roll(row.ours, seed="card").dice


@pytest.mark.parametrize("card", CARDS, ids=[card.tool for card in CARDS])
def test_a_card_has_at_most_twelve_lines_and_is_found(card: Card) -> None:
    assert len(card.rows) <= 12
    assert len({row.ours for row in card.rows}) == len(card.rows)
    for query in (card.tool, f"from {card.tool.lower()}", f"Coming from {card.tool.upper()}"):
        assert card_about(query) is card


@pytest.mark.parametrize("query", ["", "advantage", "from", "from nowhere", "4d6kh3"])
def test_what_names_no_tool(query: str) -> None:
    assert card_about(query) is None
