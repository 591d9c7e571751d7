"""The names of characters: which are allowed, and how a name is found."""

from __future__ import annotations

from bot.services.saved.names import canonical_name
from bot.services.user_error import UserError
from bot.texts import _

LONGEST_CHARACTER_NAME = 50


def checked_name(written: str) -> str:
    """Return the name of a character without surplus blanks. Raises UserError if it cannot be one."""
    name = " ".join(written.split())
    if not name_key(name):
        raise UserError(_("A character needs a name, such as Mira."))
    if len(name) > LONGEST_CHARACTER_NAME:
        raise UserError(
            _("A character's name can have up to {most} characters.", most=LONGEST_CHARACTER_NAME)
        )
    return name


def name_key(name: str) -> str:
    """Return the form of a character's name by which it is found: case and blanks do not matter.

    >>> name_key("  Mira  the Bold ") == name_key("mira the bold")
    True
    """
    return " ".join(canonical_name(name).split())[:64]
