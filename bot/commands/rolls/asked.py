"""A request to roll with all that is known of how to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bot.presentation.dice.emojis import NO_PICTURES
from bot.presentation.fair_messages import mark_of
from bot.presentation.replies import embed_reply
from bot.presentation.rolls.buttons import Use
from bot.presentation.rolls.reply import avatar_url
from bot.presentation.rolls.secret import public_line
from bot.services.history.recording import Circumstances, recorded
from bot.services.saved.uses import MissingValues
from bot.services.systems.answering import Answering
from bot.services.systems.calls import GameCall
from bot.services.systems.lists import CallList
from bot.services.systems.second_looks import SecondLook
from bot.store.called import UNCALLED
from bot.texts import _

if TYPE_CHECKING:
    from datetime import datetime

    import discord

    from bot.metrics import RollKind
    from bot.presentation.dice.emojis import DiceEmojis
    from bot.services.fair.sessions import FairRoll
    from bot.services.rolls.rolling import Prepared, Rolled, RollRequest
    from bot.store.called import Called
    from bot.store.preferences import PlayerSettings, ServerSettings
    from bot.store.rolls import RecordedRoll
    from bot.store.visibility import Visibility
    from dicewright import NotationError


class Asked(NamedTuple):
    """A request with all that is known of how to answer it."""

    interaction: discord.Interaction[Any]
    prepared: Prepared
    note: str
    visibility: Visibility
    compact: bool
    luck: bool
    luck_always: bool
    """Whether the player also wants to know if it is unremarkable."""
    pictured: bool
    """Whether its dice are shown as pictures, if there are any."""
    server: ServerSettings
    called: Called = UNCALLED
    """What it is called in place of its dice."""
    dice_seed: bytes | None = None
    """What the dice of a huge roll follow from, so that they need not be kept for a file of them."""
    hint: str = ""
    """What the notation means in another bot, if the player is to know it."""
    fair: FairRoll | None = None
    """Its number and seed, if it is verifiable."""
    kind: RollKind = "plain"
    """What it is counted as."""

    @classmethod
    def under(
        cls,
        server: ServerSettings,
        own: PlayerSettings,
        interaction: discord.Interaction[Any],
        prepared: Prepared,
        note: str,
        visibility: Visibility,
        called: Called,
        seed: bytes | None = None,
    ) -> Asked:
        """Return a request under the settings of the server and of the player."""
        compact = server.compact if own.compact is None else own.compact
        luck = server.luck if own.luck is None else own.luck
        kind = _kind_of(prepared, called)
        pictured = server.pictures if own.pictures is None else own.pictures
        return cls(
            interaction,
            prepared,
            note,
            visibility,
            compact,
            luck,
            own.luck is True,
            pictured,
            server,
            called,
            seed,
            kind=kind,
        )

    @property
    def use(self) -> Use:
        """What its buttons do with it."""
        return Use(self.prepared.again, self.note, self.visibility, self.called)

    def embed(self, result: Rolled, luck: str, emojis: DiceEmojis) -> discord.Embed:
        """Return the result; `luck` is the small line below it."""
        return embed_reply(
            result,
            player=self.player,
            avatar_url=self.avatar,
            note=self.note,
            luck=luck,
            called=self.called,
            pictures=emojis.pictures if self.pictured else NO_PICTURES,
        )

    def public_line(self, result: Rolled) -> discord.Embed:
        """Return what everyone sees of a roll whose result they don't."""
        line = public_line(
            result,
            self.visibility,
            player=self.player,
            avatar_url=self.avatar,
            note=self.note,
            called=self.called,
        )
        return line.set_footer(text=mark_of(self.fair)) if self.fair else line

    def recorded(self, result: Rolled, rolled_at: datetime) -> RecordedRoll:
        """Return the roll as the history keeps it, without the message that shows it."""
        circumstances = Circumstances(
            interaction_id=self.interaction.id,
            rolled_at=rolled_at,
            player_id=self.interaction.user.id,
            server_id=self.interaction.guild_id,
            channel_id=self.interaction.channel_id,
            visibility=self.visibility,
        )
        return recorded(result, circumstances, note=self.note, called=self.called)

    @property
    def player(self) -> str:
        return self.interaction.user.display_name

    @property
    def avatar(self) -> str | None:
        return avatar_url(self.interaction.user)


def instead_of(request: RollRequest, error: NotationError) -> tuple[str, str]:
    """Return a text to roll in place of a mistake, and the label of the button for that; ("", "") for none.

    Of a roll with values from a form, the button shows the form again: Discord takes none in answer to one.
    """
    if error.fix or not request.asked:
        return error.fix or "", ""
    if isinstance(error, MissingValues):
        return request.text, _("Enter the values")
    return request.asked, _("Enter the values again")


def _kind_of(prepared: Prepared, called: Called) -> RollKind:
    match prepared.rolls:
        case SecondLook() | Answering():
            return "follow_up"
        case GameCall() | CallList():
            return "system"
        case _:
            return "saved" if called.name else "plain"
