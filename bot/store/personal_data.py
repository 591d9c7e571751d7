"""Everything that is stored about a person, to show it to them or to remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, tuple_

from bot.store.connection.notices import Topic, announce
from bot.store.saved_rolls import Owner, OwnerKind
from bot.store.systems import system_files
from bot.store.tables import (
    characters,
    characters_in_use,
    hints_shown,
    pads,
    player_settings,
    rolls,
    saved_rolls,
    shares,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection


def remove_rolls(connection: Connection, player_id: int, *, limit: int) -> int:
    """Remove up to `limit` rolls of a player; return the number removed."""
    key = (rolls.c.interaction_id, rolls.c.part)
    some = select(*key).where(rolls.c.player_id == player_id).limit(limit)
    return connection.execute(delete(rolls).where(tuple_(*key).in_(some))).rowcount


def remove_all_else(connection: Connection, player_id: int) -> int:
    """Remove all data of a player except rolls; return the number of rows removed.

    Game systems that the player added belong to the servers, which keep them without the player's id.
    """
    mine = {
        saved_rolls: and_(
            saved_rolls.c.owner_kind == OwnerKind.PLAYER.value, saved_rolls.c.owner_id == player_id
        ),
        shares: shares.c.player_id == player_id,
        pads: pads.c.player_id == player_id,
        player_settings: player_settings.c.player_id == player_id,
        hints_shown: hints_shown.c.player_id == player_id,
        characters: characters.c.player_id == player_id,
        characters_in_use: characters_in_use.c.player_id == player_id,
    }
    removed = sum(
        connection.execute(delete(table).where(condition)).rowcount for table, condition in mine.items()
    )
    announce(connection, Topic.PLAYER_SETTINGS, player_id)
    announce(connection, Topic.SAVED_ROLLS, Owner.player(player_id))
    announce(connection, Topic.CHARACTERS, player_id)
    return removed + system_files.forget_player(connection, player_id)
