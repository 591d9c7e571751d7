"""Which pictures of dice can be written into a message now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.dice.pictures import drawings as all_drawings
from bot.presentation.dice.pictures import emoji_name, is_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Pictures:
    """The emojis by the names of the faces that they show, at one moment.

    >>> pictures = Pictures({"d6_1": "<:d6_1:42>"})
    >>> pictures.written(["d6_1", "d6_1"]), pictures.written(["d6_1", "d6_2"])
    ('<:d6_1:42><:d6_1:42>', '')
    """

    __slots__ = ("_markup",)

    def __init__(self, markup: Mapping[str, str]) -> None:
        self._markup = markup

    def __bool__(self) -> bool:
        return bool(self._markup)

    def __contains__(self, face: str) -> bool:
        return face in self._markup

    def written(self, faces: Iterable[str]) -> str:
        """Return the pictures of faces, to be written into a message; "" if one of them is missing."""
        markup = self._markup
        try:
            return "".join([markup[face] for face in faces])
        except KeyError:
            return ""


NO_PICTURES = Pictures({})
"""For replies that are texts only."""


class DiceEmojis:
    """The application's emojis that show dice; at first, none are known.

    >>> emojis = DiceEmojis()
    >>> emojis.known({next(iter(emojis.missing())): 42})
    >>> emojis.pictures.written(["d4_1"])
    '<:d4_1:42>'
    """

    def __init__(self, drawings: Mapping[str, str] | None = None) -> None:
        # Our own are drawn again when they are to be uploaded, which is once.
        self._drawn: Callable[[], Iterable[tuple[str, str]]]
        self._drawn = all_drawings if drawings is None else drawings.items
        self._wanted = {emoji_name(face, svg): face for face, svg in self._drawn()}
        self.pictures = NO_PICTURES
        """What can be shown now."""

    @property
    def count(self) -> int:
        """How many pictures there are in all."""
        return len(self._wanted)

    def known(self, listed: Mapping[str, int]) -> None:
        """Take note of all emojis that the application has: their ids by their names."""
        self.pictures = Pictures(
            {face: f"<:{face}:{listed[name]}>" for name, face in self._wanted.items() if name in listed}
        )

    def missing(self) -> dict[str, str]:
        """Return the drawings that are to be uploaded, by the names to upload them under."""
        missing = {name: face for name, face in self._wanted.items() if face not in self.pictures}
        drawn = dict(self._drawn()) if missing else {}
        return {name: drawn[face] for name, face in missing.items()}

    def outdated(self, listed: Iterable[str]) -> list[str]:
        """Return which of some emojis show a die as it was drawn in another version of the bot."""
        return [name for name in listed if name not in self._wanted and is_ours(name)]
