"""The keys that a system's file may have, as seen by watching the loader ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

from dicewright import System
from dicewright.systems.loading.fields import Fields
from tests.support.game_systems import FILES, HEAD

if TYPE_CHECKING:
    from collections.abc import Iterable


def accepted(fragments: Iterable[str]) -> dict[str, set[str]]:
    """Return the keys that the loader accepts in each place while it reads all files and fragments."""
    found: dict[str, set[str]] = {}
    original = Fields.only

    def only(self: Fields, *known: str) -> None:
        found.setdefault(place(self.path), set()).update(known)
        original(self, *known)

    with patch.object(Fields, "only", only):
        for text in [
            *(HEAD + fragment for fragment in fragments),
            *(file.read_text("utf-8") for file in FILES),
        ]:
            System.from_toml(text, check=False)
    return found


def place(path: tuple[str | int, ...]) -> str:
    """Return the place of a table: NAME for each name chosen by the file, [] for an index of a list.

    >>> place(("roll", "check", "notes", 0))
    'roll.NAME.notes[]'
    """
    shown = ""
    for at, name in enumerate(path):
        before = path[at - 1] if at else None
        if isinstance(name, int):
            shown += "[]"
        elif before in ("parameters", "rows") or (at == 1 and before in ("roll", "die", "table")):
            shown += ".NAME"
        else:
            shown += f".{name}"
    return shown.removeprefix(".")
