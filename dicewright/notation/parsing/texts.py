"""From text to tree: the quick reader first, and for all that it leaves the parser."""

from __future__ import annotations

from functools import cache

from dicewright.errors import LimitError
from dicewright.limits import DEFAULT_LIMITS, Limits
from dicewright.notation.parsing import common

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from types import ModuleType

    from dicewright.notation.tree.rolls import Rolls


def parse(text: str, limits: Limits = DEFAULT_LIMITS, tables: Collection[str] = ()) -> Rolls:
    """Return the tree of a text, in which the names of these tables may be called as functions are.

    Raises:
        NotationError: the text is not dice notation; the error points at the place.
        LimitError: the text, a number, the nesting or the number of rolls passes a limit.

    >>> str(parse("4D6kh3+2"))
    '4d6kh3 + 2'
    """
    if len(text) > limits.text:
        raise LimitError(
            f"This text has {len(text):,} characters; the limit is {limits.text:,}.",
            limit="text",
            allowed=limits.text,
            hint="Write a shorter roll.",
        )
    tree = common.read(text, limits)
    if tree is None:
        tree = _parser().parse_any(text, limits, tables)
    return tree


@cache  # An import costs more than a call, even of what is loaded.
def _parser() -> ModuleType:
    """Return the module of the whole grammar, loaded when first asked for: common texts need none of it."""
    from dicewright.notation.parsing import parser

    return parser
