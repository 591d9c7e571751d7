"""Errors for when verifiable rolls are off, or can't be recorded or read."""

from __future__ import annotations

from bot.services.user_error import UserError
from bot.texts import _


def not_on() -> UserError:
    """Return the error for a server without an open session."""
    return UserError(_("Verifiable rolls are off on this server. A GM can turn them on with /fair on."))


def unreadable() -> UserError:
    """Return the error for a secret whose encryption key is missing."""
    return UserError(
        _(
            "The secret of this server's verifiable rolls can't be read. The host of the bot needs to "
            "set SECRETS_KEY again."
        )
    )


def busy() -> UserError:
    """Return the error for an entry whose place other processes have taken again and again."""
    return UserError(_("Too many rolls are being made at once. Please try again."))


def unrecorded() -> UserError:
    """Return the error for a roll that can't be made because the database can't record it."""
    return UserError(
        _(
            "Rolls on this server are verifiable, and the bot's database is unreachable right now, so "
            "this one can't be recorded. Please try again in a minute."
        )
    )
