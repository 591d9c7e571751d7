"""The dice pad: the panel that all see, and the own pad that each person gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.presentation.views import rows
from bot.texts import N_, _

if TYPE_CHECKING:
    from bot.services.pad import PadRoll

KEY = "pad:"
INVITATION = N_(
    "### Dice pad\nTap the dice you want, then tap **Roll**. "
    "Only you see your pad, and everyone sees your roll."
)

_ROWS = (
    ("d4", "d6", "d8", "d10", "d12"),
    ("d20", "d100", "-1", "+1", "+5"),
    ("adv", "dis", "clear", "roll"),
)
_LABELS = {
    "-1": "\N{MINUS SIGN}1",
    # In full, they would need a row of their own on a phone.
    "adv": N_("Adv"),
    "dis": N_("Dis"),
    "clear": N_("Clear"),
    "roll": N_("Roll"),
}
_STYLES = {"roll": discord.ButtonStyle.success}


def own_pad_text(pad: PadRoll) -> str:
    """Return what a person has put together so far, as the text above the keys."""
    if pad.notation:
        return f"## {pad.notation}"
    if pad.modifier:
        return _("## {modifier} · now tap a die", modifier=f"{pad.modifier:+}")
    return _("## Tap a die")


def pad_view(*, panel_id: int | None = None, edge: str = "") -> discord.ui.View:
    """Return the keys of a pad; on an own pad `panel_id` is the message that it belongs to."""
    return rows(*([_key(key, panel_id, lit=key == edge) for key in row] for row in _ROWS))


def _key(key: str, panel_id: int | None, *, lit: bool) -> discord.ui.Button[discord.ui.View]:
    usual = _STYLES.get(key, discord.ButtonStyle.secondary)
    return discord.ui.Button(
        label=_(_LABELS[key]) if key in _LABELS else key,
        style=discord.ButtonStyle.primary if lit else usual,
        custom_id=f"{KEY}{panel_id or ''}:{key}",
    )
