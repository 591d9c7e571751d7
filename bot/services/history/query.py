"""What somebody asks of the history: whose rolls, since when, and with which words in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.services.user_error import UserError
from bot.store.rolls import View, own_rolls
from bot.texts import _

if TYPE_CHECKING:
    from datetime import datetime


class Whose(StrEnum):
    """Whose rolls are asked for. The values are in the custom ids of buttons."""

    MINE = "mine"
    """One's own, everywhere."""
    MINE_HERE = "here"
    """One's own on this server."""
    PLAYER = "player"
    """One player's on this server, as far as all there have seen them."""
    SERVER = "server"
    """Everybody's on this server, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """What to show of the history. The server is that of the person who asks, and no part of it."""

    whose: Whose
    player_id: int | None = None
    """Whose rolls; None for everybody's."""
    since: datetime | None = None
    search: str = ""

    @property
    def own(self) -> bool:
        """Whether it is for the eyes of the player alone whose rolls they are."""
        return self.whose in (Whose.MINE, Whose.MINE_HERE)

    def view(self, server_id: int | None) -> View:
        """Return which rolls that are.

        Raises UserError for a server's if there is none, and ValueError for one's own of nobody.
        """
        if server_id is None and self.whose is not Whose.MINE:
            raise UserError(
                _("This isn't a server. Use /history without options to see your own rolls from everywhere.")
            )
        here = None if self.whose is Whose.MINE else server_id
        if not self.own:
            return View(server_id=here, player_id=self.player_id, since=self.since, search=self.search)
        if self.player_id is None:
            raise ValueError("it is not said whose")
        return own_rolls(self.player_id, server_id=here, since=self.since, search=self.search)
