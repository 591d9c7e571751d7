"""What is said about verifiable rolls, and the mark under each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.presentation.discord_limits import cut
from bot.texts import _, ngettext
from dicewright.rendering import escape_markdown, isolate

if TYPE_CHECKING:
    import discord

    from bot.services.fair.ledger import Ended
    from bot.services.fair.receipts import Status
    from bot.services.fair.sessions import FairRoll
    from bot.store.fair import StoredEntry, StoredSession

# The mark of any language ends so. It stands in the last line of what the bot says, where no player writes.
_MARK = re.compile("#(?P<number>\\d{1,9}) \N{MIDDLE DOT} (?P<tag>[0-9a-f]{8})$")
_SMALL = "-# "
_TAG_LENGTH = 8


def fair_mark(number: int, link: str) -> str:
    """Return the mark of a verifiable roll: its number, and the first digits of its link.

    >>> fair_mark(41, "7f3a9c1e" + "0" * 56)
    'verifiable #41 · 7f3a9c1e'
    """
    # Not as a number with separators, since people type it.
    return _("verifiable #{number}", number=str(number)) + f" \N{MIDDLE DOT} {link[:_TAG_LENGTH]}"


def mark_of(roll: FairRoll | None) -> str:
    """Return the mark of a roll, or "" if it is not verifiable."""
    return fair_mark(roll.number, roll.link) if roll else ""


def marked(message: discord.Message) -> tuple[int, str] | None:
    """Return the number and the first digits of the link that a message of the bot shows; None without."""
    small = [line for line in message.content.splitlines()[-1:] if line.startswith(_SMALL)]
    footers = [embed.footer.text or "" for embed in message.embeds]
    for text in (*footers, *small):
        if found := _MARK.search(text):
            return int(found["number"]), found["tag"]
    return None


def begun_text(session: StoredSession) -> str:
    """Return what all read when verifiable rolls are turned on."""
    return "\n".join(
        [
            "**" + _("Rolls on this server are now verifiable.") + "**",
            _(
                "The bot has chosen a secret and commits to it below. Set words of your own with "
                "`/fair words`: each roll follows from the secret and everyone's words, so that nobody can "
                "choose it."
            ),
            *_commitments(session),
        ]
    )


def following_text(session: StoredSession) -> str:
    """Return what all read if a session has begun by itself."""
    return "\n".join(
        [
            "**" + _("The secret of the last verifiable rolls is revealed.") + "**",
            _("Get them all with `/fair session`. A new secret was chosen; please set new words."),
            *_commitments(session),
        ]
    )


def revealed_text(ended: Ended) -> str:
    """Return what all read when a secret is revealed, beside the file with all rolls."""
    lines = [
        "**" + _("The secret of session {session} is revealed.", session=str(ended.session)) + "**",
        ngettext("{count} roll was made with it.", "{count} rolls were made with it.", ended.rolls)
        + " "
        + _("Anyone can check them: `dicewright verify` with the file below."),
        _("Secret: `{secret}`", secret=ended.secret.hex()),
    ]
    if ended.following is None:
        return "\n".join([*lines, _("Rolls on this server are no longer verifiable.")])
    lines.append(_("A new secret was chosen. Words don't carry over, so please set new ones."))
    return "\n".join([*lines, *_commitments(ended.following)])


def words_text(entry: StoredEntry, player: str) -> str:
    """Return what all read when a player has set words."""
    said = str((entry.body or {}).get("words", ""))
    return "\n".join(
        [
            _(
                "**{player}** set words: *{words}*",
                player=escape_markdown(cut(isolate(player), 80)),
                words=escape_markdown(isolate(said)),
            ),
            _SMALL
            + _(
                "They count from roll #{number} onward · {tag}",
                number=str(entry.number + 1),
                tag=entry.link[:_TAG_LENGTH],
            ),
        ]
    )


def status_text(status: Status) -> str:
    """Return what a player reads of the session under way."""
    session = status.session
    lines = [
        "**" + _("Rolls on this server are verifiable.") + "**",
        ngettext(
            "Session {session} has {count} roll so far.",
            "Session {session} has {count} rolls so far.",
            status.rolls,
            session=str(session.session),
        ),
        *_commitments(session),
        ngettext(
            "{count} player has set words.", "{count} players have set words.", status.players_with_words
        ),
    ]
    if status.own_words:
        lines.append(_("Your words: *{words}*", words=escape_markdown(isolate(status.own_words))))
    else:
        lines.append(_("You haven't set words in this session. Set some with `/fair words`."))
    return "\n".join(lines)


def receipt_text() -> str:
    """Return what stands beside a receipt."""
    return _("Check it with `dicewright verify`. Once the secret is revealed, ask for it again.")


def _commitments(session: StoredSession) -> list[str]:
    lines = [
        _("Commitment of session {session}: `{hash}`", session=str(session.session), hash=session.commitment),
        _("Seals, for rolls that not everyone can see: `{hash}`", hash=session.seals),
    ]
    if session.due_at is not None:
        when = f"<t:{int(session.due_at.timestamp())}:R>"
        lines.append(_("The secret is revealed {when}, or by the GM with `/fair reveal`.", when=when))
    else:
        lines.append(_("The GM reveals the secret with `/fair reveal`."))
    return lines
