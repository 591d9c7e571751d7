"""A text that has been read: its tree, with every name in it looked up."""

from __future__ import annotations

from dicewright.errors import DiceError
from dicewright.notation.names import looked_up, normal, resolve
from dicewright.notation.parser import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation import nodes
    from dicewright.notation.names import Meaning


class Reading:
    """What a text means under some limits, with what its names stand for.

    Raises NotationError for a text that is not dice notation, and LimitError for one that passes a limit.

    >>> from dicewright.limits import DEFAULT_LIMITS
    >>> str(Reading("2D6 KH1+@str", DEFAULT_LIMITS, {"str": 3}))
    '2d6kh1 + @str'
    """

    __slots__ = ("_names", "_written", "limits", "text", "tree")

    def __init__(self, text: str, limits: Limits, names: Mapping[str, Meaning]) -> None:
        self.text = text
        self.limits = limits
        self.tree: nodes.Rolls = parse(text, limits)
        self._names: dict[str, Meaning] = {}
        if "@" in text:
            try:
                self.tree = resolve(self.tree, names, limits)
            except DiceError as error:
                raise error.found_in(text) from None
            used = looked_up(self.tree)
            self._names = {name: names[name] for name in names if normal(name) in used}
        self._written = ""

    @property
    def names(self) -> dict[str, Meaning]:
        """What the names in the text, and in what these stand for, were said to stand for."""
        return dict(self._names)

    def __str__(self) -> str:
        if not self._written:
            self._written = str(self.tree)
        return self._written

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reading):
            return NotImplemented
        return self.tree == other.tree and self.limits == other.limits

    def __hash__(self) -> int:
        return hash(self.tree)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.text, self.limits, self._names)
