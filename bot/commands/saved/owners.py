"""Whose saved rolls are meant, and who may change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from bot.discord_api.contexts import may_manage_server
from bot.presentation.saved.list import OF_SERVER
from bot.services.user_error import UserError
from bot.store.saved_rolls import Owner, OwnerKind, SavedRoll
from bot.texts import _

if TYPE_CHECKING:
    import discord

    from bot.services.saved.saved import SavedRolls

Whose = Literal["me", "server"]
WHOSE = {"player": "mine", "server": "server"}
"""What custom ids call the owners, by their kinds, and `owner_of` understands."""


def owner_of(interaction: discord.Interaction[Any], whose: str) -> Owner:
    """Return the player, or if `whose` is "server", the server.

    Raises UserError for the server if there is none.
    """
    if whose in ("me", "mine"):
        return Owner.player(interaction.user.id)
    if interaction.guild_id is None:
        raise UserError(_("This isn't a server. In direct messages you can only use your own saved rolls."))
    return Owner.server(interaction.guild_id)


def may_change(interaction: discord.Interaction[Any], owner: Owner) -> bool:
    """Whether a person may change what an owner has saved."""
    return owner.kind is OwnerKind.PLAYER or may_manage_server(interaction)


def changeable(interaction: discord.Interaction[Any], owner: Owner) -> Owner:
    """Return the owner. Raises UserError if the person may not change what it has saved."""
    if not may_change(interaction, owner):
        raise UserError(
            _(
                "Only members with Manage Server can change the server's saved rolls. "
                "To change your own, leave out “for”."
            )
        )
    return owner


async def found(
    interaction: discord.Interaction[Any], saved: SavedRolls, name: str, whose: Whose | None
) -> SavedRoll:
    """Return a saved roll; if it is not said whose, the player's own, or else the server's.

    A choice from the list may say so itself, after the name.

    Raises UserError if it is not there, and StoreUnavailable.
    """
    if whose is None and name.endswith(OF_SERVER):
        name, whose = name.removesuffix(OF_SERVER), "server"
    if whose is not None or interaction.guild_id is None:
        return await saved.find(owner_of(interaction, whose or "me"), name)
    try:
        return await saved.find(Owner.player(interaction.user.id), name)
    except UserError as not_mine:
        try:
            return await saved.find(Owner.server(interaction.guild_id), name)
        except UserError:
            raise not_mine from None
