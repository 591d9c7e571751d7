"""What is stored of a player and for how long, with buttons to take it away or to delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.rolls.highlight import Colour
from bot.presentation.views import rows

if TYPE_CHECKING:
    from bot.services.history.retention import RetentionRules
    from bot.services.history.roll_file import RollFile
    from bot.services.privacy.privacy import Holdings

EXPORT = "privacy:export:"
DELETE = "privacy:delete:"
CONFIRM = "privacy:confirm:"
KEEP = "privacy:keep:"
REST = "privacy:rest:"


def privacy_page(
    player_id: int, stored: Holdings, rules: RetentionRules, *, days_here: int | None
) -> tuple[discord.Embed, discord.ui.View]:
    """Return what is stored; `days_here` is for how long this server keeps rolls, where it says so itself.

    Call it while an event loop runs.
    """
    here = f", on this server {days_words(days_here)}" if days_here is not None else ""
    elsewhere = " unless a server chooses otherwise" if days_here is None else ""
    lines = [
        "With your Discord id, and nothing else that names you:",
        f"- **Rolls** ({_rolls(stored)}): what you typed and noted, when and where, every die and the total. "
        f"Kept for {days_words(rules.history_days)}{elsewhere}{here}.",
        f"- **Saved rolls** ({stored.saved}): kept until you remove them.",
        f"- **Shared rolls** ({stored.shares}): copies of them under codes, "
        f"kept for {days_words(rules.share_days)}.",
        f"- **Dice pads** ({stored.pads}): what you have tapped and not rolled, "
        f"kept for {days_words(rules.pad_days)}.",
        f"- **Your settings** ({'some' if stored.settings else 'none'}): kept until you delete them here.",
        "",
        "Buttons under replies remember long rolls without whose they are, "
        f"for {days_words(rules.button_days)}. The bot reads no messages and keeps no names.",
        "",
        "Luck and fairness are worked out from these rolls whenever somebody asks. Replies in channels "
        "are messages in Discord: delete them there.",
    ]
    embed = discord.Embed(title="What is stored of you", description="\n".join(lines), colour=Colour.PLAIN)
    return embed, rows(
        [
            _button("Export all of mine", EXPORT, player_id, discord.ButtonStyle.primary),
            _button("Delete all of mine", DELETE, player_id, discord.ButtonStyle.danger),
        ]
    )


def confirmation(player_id: int, stored: Holdings) -> tuple[discord.Embed, discord.ui.View]:
    """Return the question whether all that is to be deleted. Call it while an event loop runs."""
    embed = discord.Embed(
        title="Delete all that is stored of you?",
        description=f"{_things(stored)} will be gone at once: from /history, from /luck and /fairness, and "
        "for the GM, too. Nobody can bring them back. If you may want them later, export them first.",
        colour=Colour.FAILURE,
    )
    return embed, rows(
        [
            _button("Delete it all", CONFIRM, player_id, discord.ButtonStyle.danger),
            _button("Keep it", KEEP, player_id),
            _button("Export all of mine", EXPORT, player_id),
        ]
    )


def deleted(rows_removed: int) -> tuple[discord.Embed, discord.ui.View]:
    """Return that it is done. Call it while an event loop runs."""
    entries = "1 entry of yours was" if rows_removed == 1 else f"{rows_removed:,} entries of yours were"
    embed = discord.Embed(
        title="All of yours is deleted",
        description=f"{entries} removed, and nothing of you is stored any more. What you roll from now on is "
        "stored again.",
        colour=Colour.PLAIN,
    )
    return embed, rows()


def export_text(file: RollFile) -> str:
    """Return what to say with a file of all that is stored of a player."""
    number = f"{file.rolls:,} roll{'s' * (file.rolls != 1)}"
    kind = "A zip file with JSON in it" if file.name.endswith(".zip") else "JSON"
    text = f"All that is stored of you, with {number}. {kind}."
    if file.rest is None:
        return text
    return (
        f"{text} More does not fit into a file in Discord: the button makes the next one, with older rolls."
    )


def export_view(player_id: int, file: RollFile) -> discord.ui.View:
    """Return the button for the next file, where there is one. Call it while an event loop runs."""
    if file.rest is None:
        return rows()
    interaction_id, part = file.rest
    custom_id = f"{REST}{player_id}:{interaction_id}.{part}"
    return rows([discord.ui.Button(label="Older rolls", custom_id=custom_id)])


def days_words(days: int) -> str:
    """Return a number of days as people say it.

    >>> days_words(1), days_words(90), days_words(365), days_words(730)
    ('1 day', '90 days', 'one year', '2 years')
    """
    if days % 365 == 0:
        return "one year" if days == 365 else f"{days // 365} years"
    return f"{days:,} day{'s' * (days != 1)}"


def _rolls(stored: Holdings) -> str:
    return f"more than {stored.rolls:,}" if stored.more_rolls else f"{stored.rolls:,}"


def _things(stored: Holdings) -> str:
    said = [
        f"{_rolls(stored)} {'roll' if stored.rolls == 1 else 'rolls'}",
        f"{stored.saved:,} saved {'roll' if stored.saved == 1 else 'rolls'}",
    ]
    return ", ".join(said) + ", what you shared, your dice pads and your settings"


def _button(
    label: str,
    action: str,
    player_id: int,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> discord.ui.Item[Any]:
    return discord.ui.Button(label=label, custom_id=f"{action}{player_id}", style=style)
