"""A text that has been read: its tree, with every name in it looked up."""

from __future__ import annotations

from dicewright.errors import ArgumentError, DiceError, quoted
from dicewright.limits import DEFAULT_LIMITS, checked_limits, too_deep
from dicewright.notation.names import (
    checked_names,
    looked_up,
    normalize,
    offer_nearest,
    parse_with,
    resolve,
)
from dicewright.notation.parsing.common import parse
from dicewright.notation.tokens.signs import FULL_WIDTH_AT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation.names import Meaning
    from dicewright.notation.tree.rolls import Rolls


class Reading:
    """What a text means under some limits, with what its names stand for. It is frozen.

    Raises:
        NotationError: the text is not dice notation.
        LimitError: it passes a limit.
        ArgumentError: one of the arguments is of another type.

    >>> str(Reading("2D6 KH1+@str", names={"str": 3}))
    '2d6kh1 + @str'
    """

    __slots__ = ("_limits", "_names", "_text", "_tree", "_written")

    _limits: Limits
    _names: dict[str, Meaning]
    _text: str
    _tree: Rolls
    _written: str

    def __init__(
        self, text: str, limits: Limits = DEFAULT_LIMITS, names: Mapping[str, Meaning] | None = None
    ) -> None:
        tree, meanings = read(text, limits, names)
        self._keep("_text", text)
        self._keep("_limits", limits)
        self._keep("_tree", tree)
        self._keep("_names", meanings)
        self._keep("_written", "")

    # Sets what this class and those above it keep; to everybody else, the object is frozen.
    _keep = object.__setattr__

    def __setattr__(self, name: str, value: object, /) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set; parse another text")

    def __delattr__(self, name: str, /) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")

    @property
    def text(self) -> str:
        """The text, as it was written."""
        return self._text

    @property
    def tree(self) -> Rolls:
        """What the text means, with its names looked up. Its nodes are in `dicewright.nodes`."""
        return self._tree

    @property
    def limits(self) -> Limits:
        """The limits under which it was read, and is rolled."""
        return self._limits

    @property
    def names(self) -> dict[str, Meaning]:
        """What the names in the text, and in what these stand for, were said to stand for: a copy."""
        return dict(self._names)

    def __str__(self) -> str:
        """Return the canonical form: parsing it gives an equal tree."""
        if not self._written:
            self._keep("_written", str(self._tree))
        return self._written

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reading):
            return NotImplemented
        return self is other or (self._tree == other._tree and self._limits == other._limits)

    def __hash__(self) -> int:
        # Equal trees are written alike, and how is remembered: a tree's own hash walks it each time.
        return hash(str(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._text, self._limits, self._names)


def read(text: str, limits: Limits, names: Mapping[str, Meaning] | None) -> tuple[Rolls, dict[str, Meaning]]:
    """Return the tree of a text, and those of the names that it uses. See `Reading` for the errors."""
    if limits is not DEFAULT_LIMITS:
        checked_limits(limits)
    meanings = {} if names is None else checked_names(names)
    if not isinstance(text, str):
        raise ArgumentError(f'A roll is text such as "4d6kh3", not {quoted(text)}.', code="text")
    try:
        tree = parse_with(text, meanings, limits) if meanings else parse(text, limits)
        if "@" not in text and FULL_WIDTH_AT not in text:
            return tree, {}
        tree = resolve(tree, meanings, limits)
        used = looked_up(tree)
    except DiceError as error:
        error.found_in(text)
        offer_nearest(error, meanings)
        raise error from None
    except RecursionError:
        raise too_deep(limits).found_in(text) from None
    return tree, {name: meanings[name] for name in meanings if normalize(name) in used}
