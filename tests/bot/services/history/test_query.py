"""Whose rolls are asked for, as a view of the store."""

from __future__ import annotations

import pytest

from bot.services.history.query import HistoryQuery, Whose
from bot.services.user_error import UserError
from bot.store.rolls import View, own_rolls, public_rolls
from tests.support.rolls import ANN, START, TAVERN

FILTERS = {"since": START, "search": "stealth"}


@pytest.mark.parametrize(
    ("whose", "player_id", "own", "view"),
    [
        (Whose.MINE, ANN, True, own_rolls(ANN, **FILTERS)),
        (Whose.MINE_HERE, ANN, True, own_rolls(ANN, server_id=TAVERN, **FILTERS)),
        (Whose.PLAYER, ANN, False, public_rolls(TAVERN, player_id=ANN, **FILTERS)),
        (Whose.SERVER, None, False, public_rolls(TAVERN, **FILTERS)),
    ],
)
def test_the_view(whose: Whose, player_id: int | None, own: bool, view: View) -> None:
    query = HistoryQuery(whose=whose, player_id=player_id, **FILTERS)
    assert query.view(TAVERN) == view
    assert query.own is view.own is own


@pytest.mark.parametrize("whose", [Whose.MINE_HERE, Whose.PLAYER, Whose.SERVER])
def test_there_is_no_server_in_direct_messages(whose: Whose) -> None:
    with pytest.raises(UserError, match="isn't a server"):
        HistoryQuery(whose=whose, player_id=ANN).view(None)
    assert HistoryQuery(whose=Whose.MINE, player_id=ANN).view(None) == own_rolls(ANN)


@pytest.mark.parametrize("whose", [Whose.MINE, Whose.MINE_HERE])
def test_ones_own_rolls_are_somebodys(whose: Whose) -> None:
    with pytest.raises(ValueError, match="whose"):
        HistoryQuery(whose=whose).view(TAVERN)
