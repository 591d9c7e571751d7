"""Which pictures of dice can be written into a message now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.dice.pictures import emoji_name, is_ours, pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class DiceEmojis:
    """The application's emojis that show dice, by the names of their faces; at first, none are known.

    >>> emojis = DiceEmojis()
    >>> emojis.written(["d20_17"])
    ''
    >>> emojis.known({next(iter(emojis.missing())): 42})
    >>> emojis.written(["d4_1", "d4_1"])
    '<:d4_1:42><:d4_1:42>'
    """

    def __init__(self, drawings: Mapping[str, str] | None = None) -> None:
        self._drawings = pictures() if drawings is None else drawings
        self._wanted = {emoji_name(face, svg): face for face, svg in self._drawings.items()}
        self._markup: Mapping[str, str] = {}

    @property
    def count(self) -> int:
        """How many pictures there are in all."""
        return len(self._wanted)

    def known(self, listed: Mapping[str, int]) -> None:
        """Take note of all emojis that the application has: their ids by their names."""
        self._markup = {
            face: f"<:{face}:{listed[name]}>" for name, face in self._wanted.items() if name in listed
        }

    def missing(self) -> dict[str, str]:
        """Return the drawings that are to be uploaded, by the names to upload them under."""
        return {name: self._drawings[face] for name, face in self._wanted.items() if face not in self._markup}

    def outdated(self, listed: Iterable[str]) -> list[str]:
        """Return which of some emojis show a die as it was drawn in another version of the bot."""
        return [name for name in listed if name not in self._wanted and is_ours(name)]

    def written(self, faces: Iterable[str]) -> str:
        """Return the pictures of faces, to be written into a message; "" where one of them is missing."""
        try:
            return "".join([self._markup[face] for face in faces])
        except KeyError:
            return ""
