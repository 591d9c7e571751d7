"""What is stored of a player and for how long, with buttons to take it away or to delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.colors import Color
from bot.presentation.views import rows
from bot.texts import _, ngettext, number

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
    """Return what is stored; `days_here` is for how long this server keeps rolls, if it says so itself.

    Call it while an event loop runs.
    """
    kept = _("Kept for {time}.", time=days_words(rules.history_days))
    if days_here is None:
        kept += " " + _("Servers can choose another time.")
    else:
        kept += " " + _("On this server: {time}.", time=days_words(days_here))
    settings = _("some") if stored.settings else _("none")
    lines = [
        _("The bot stores this under your Discord ID, and nothing else that identifies you:"),
        _(
            "- **Rolls** ({number}): what you typed, your notes, when and where, every die and the total.",
            number=_rolls(stored),
        )
        + f" {kept}",
        _("- **Saved rolls** ({number}): kept until you delete them.", number=stored.saved),
        _(
            "- **Characters** ({number}): their names and values, and where you use them, kept until you "
            "delete them.",
            number=stored.characters,
        ),
        _(
            "- **Shared rolls and game systems** ({number}): copies under codes, kept for {time}.",
            number=stored.shares,
            time=days_words(rules.share_days),
        ),
        _(
            "- **Game systems you added to servers** ({number}): kept by the servers. If you delete your "
            "data, they stay without your ID.",
            number=stored.system_files,
        ),
        _(
            "- **Dice pads** ({number}): dice you tapped but didn't roll, kept for {time}.",
            number=stored.pads,
            time=days_words(rules.pad_days),
        ),
        _(
            "- **Hints you have seen** ({number}): which ones, so that each is shown only once.",
            number=stored.hints,
        ),
        _(
            "- **Records of verifiable rolls** ({number}): rolls and words on servers that use /fair, kept "
            "as long as other rolls once their secret is revealed.",
            number=stored.fair,
        ),
        _("- **Settings** ({number}): kept until you delete them here.", number=settings),
        "",
        _(
            "Buttons under long rolls are remembered for {time}, without your name or ID. The bot doesn't "
            "read messages and doesn't store players' names.",
            time=days_words(rules.button_days),
        ),
        "",
        _(
            "Luck and fairness are calculated from these rolls when someone asks. Replies in channels are "
            "Discord messages: delete them there."
        ),
    ]
    embed = discord.Embed(title=_("What's stored about you"), description="\n".join(lines), color=Color.PLAIN)
    return embed, rows(
        [
            _button(_("Export my data"), EXPORT, player_id, discord.ButtonStyle.primary),
            _button(_("Delete my data"), DELETE, player_id, discord.ButtonStyle.danger),
        ]
    )


def confirmation(player_id: int, stored: Holdings) -> tuple[discord.Embed, discord.ui.View]:
    """Return the question whether all that is to be deleted. Call it while an event loop runs."""
    embed = discord.Embed(
        title=_("Delete everything stored about you?"),
        description=_(
            "This deletes your rolls ({rolls}), saved rolls ({saved}) and characters ({characters}), what "
            "you shared, your dice pads and your settings. Your rolls also disappear from /history, /luck "
            "and /fairness, and for the GM. This can't be undone. If you might want your data later, export "
            "it first.",
            rolls=_rolls(stored),
            saved=stored.saved,
            characters=stored.characters,
        ),
        color=Color.FAILURE,
    )
    return embed, rows(
        [
            _button(_("Delete everything"), CONFIRM, player_id, discord.ButtonStyle.danger),
            _button(_("Cancel"), KEEP, player_id),
            _button(_("Export my data"), EXPORT, player_id),
        ]
    )


def deleted(rows_removed: int) -> tuple[discord.Embed, discord.ui.View]:
    """Return that it is done. Call it while an event loop runs."""
    embed = discord.Embed(
        title=_("Your data is deleted"),
        description=ngettext(
            "{count} entry was deleted. Nothing about you is stored any more, until you roll again.",
            "{count} entries were deleted. Nothing about you is stored any more, until you roll again.",
            rows_removed,
        ),
        color=Color.PLAIN,
    )
    return embed, rows()


def export_text(file: RollFile) -> str:
    """Return what to say with a file of all that is stored of a player."""
    texts = [
        ngettext(
            "Everything stored about you, including {count} roll.",
            "Everything stored about you, including {count} rolls.",
            file.rolls,
        ),
        _("It is a zip file with JSON in it.") if file.name.endswith(".zip") else _("It is a JSON file."),
    ]
    if file.rest is not None:
        texts.append(_("The file is full. Use the button for older rolls."))
    return " ".join(texts)


def export_view(player_id: int, file: RollFile) -> discord.ui.View:
    """Return the button for the next file, if there is one. Call it while an event loop runs."""
    if file.rest is None:
        return rows()
    interaction_id, part = file.rest
    custom_id = f"{REST}{player_id}:{interaction_id}.{part}"
    return rows([discord.ui.Button(label=_("Older rolls"), custom_id=custom_id)])


def days_words(days: int) -> str:
    """Return a number of days as people say it.

    >>> days_words(1), days_words(90), days_words(365), days_words(730)
    ('1 day', '90 days', '1 year', '2 years')
    """
    if days % 365 == 0:
        return ngettext("{count} year", "{count} years", days // 365)
    return ngettext("{count} day", "{count} days", days)


def _rolls(stored: Holdings) -> str:
    count = stored.rolls
    return _("more than {number}", number=count) if stored.more_rolls else number(count)


def _button(
    label: str,
    action: str,
    player_id: int,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> discord.ui.Item[Any]:
    return discord.ui.Button(label=label, custom_id=f"{action}{player_id}", style=style)
