"""A made-up language."""

from __future__ import annotations

import gettext


class Brackets(gettext.GNUTranslations):
    """Translates each text to the English one in brackets."""

    def __init__(self) -> None:
        gettext.NullTranslations.__init__(self)

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return message if context.startswith("the separator") else f"⟦{message}⟧"
