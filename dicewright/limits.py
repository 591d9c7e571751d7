"""How much one roll may ask for, and the spending of it."""

from __future__ import annotations

from dicewright.errors import LimitError
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.source import Span


class Limits(Value):
    """The bounds of one text and its roll. Each field is a whole number; passing one raises `LimitError`.

    >>> Limits(dice=100).dice
    100
    """

    text: int = 1_000
    """Characters."""
    nesting: int = 50
    """Brackets, functions, signs and names inside one another."""
    dice: int = 10_000
    """Dice rolled in all, rerolls and explosions included."""
    faces: int = 1_000_000
    """Faces of one die."""
    repeats: int = 100
    """Times the same roll is repeated."""
    rolls: int = 20
    """Different rolls in one text."""
    digits: int = 100
    """Decimal digits of a number, at every step."""
    steps: int = 100_000
    """Dice looked at by modifiers, one for each die and modifier."""
    names: int = 1_000
    """Terms that `@names` stand for, all in all."""
    work: int = 5_000_000
    """Steps of arithmetic for exact odds: about a second of them."""
    memory: int = 40_000_000
    """Bytes that exact odds may hold at once."""


DEFAULT_LIMITS = Limits()


class Budget:
    """What is left of the limits while a roll is under way. The one mutable thing in a roll."""

    __slots__ = ("dice_rolled", "limits", "steps_taken")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.dice_rolled = 0
        self.steps_taken = 0

    def spend_dice(self, number: int, span: Span | None) -> None:
        """Raise LimitError where `number` more dice are too many."""
        self.dice_rolled += number
        if self.dice_rolled > self.limits.dice:
            raise too_many_dice(self.dice_rolled, self.limits, span)

    def spend_steps(self, number: int, span: Span | None) -> None:
        """Raise LimitError where looking at `number` more dice is too much work."""
        self.steps_taken += number
        if self.steps_taken > self.limits.steps:
            raise too_many_steps(self.limits, span)


def too_many_steps(limits: Limits, span: Span | None) -> LimitError:
    """Return the error for a roll with too many modifiers on too many dice."""
    return LimitError(
        "This roll has too many modifiers on too many dice.",
        limit="steps",
        allowed=limits.steps,
        hint="Use fewer of either.",
        span=span,
    )


def too_many_dice(asked: int, limits: Limits, span: Span | None) -> LimitError:
    """Return the error for a roll that needs `asked` dice or more."""
    return LimitError(
        f"This roll needs {shown(asked)} dice or more; the limit is {limits.dice:,} for a whole roll.",
        limit="dice",
        allowed=limits.dice,
        hint="Roll fewer dice.",
        span=span,
    )


def shown(number: int) -> str:
    """Return a whole number for a sentence: with separators, or its size where it is very long.

    >>> shown(10000), shown(10**40)
    ('10,000', 'a 41-digit number of')
    """
    if abs(number) < 10**15:
        return f"{number:,}"
    return f"a {len(str(abs(number))) if number.bit_length() < 10_000 else 'thousand'}-digit number of"
