"""How much one roll may ask for, and counting what it uses."""

from __future__ import annotations

from dicewright.errors import ArgumentError, LimitError, quoted
from dicewright.phrases import Phrase
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.source import Span


_HIGHEST = 2**63 - 1
_DIGITS_PER_BIT = 0.30102999566398


class Limits(Value):
    """The bounds of one text and its roll. Passing one raises `LimitError`.

    Each field is a whole number from 0 to 2**63 - 1; anything else raises `ArgumentError`.

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

    def _validate(self) -> None:
        for field in self._fields:
            value = getattr(self, field)
            if type(value) is not int or not 0 <= value <= _HIGHEST:
                raise ArgumentError(
                    f"The limit {field} must be a whole number from 0 to 2**63 - 1, not {quoted(value)}.",
                    code="limits",
                    hint=f"Write Limits({field}={self._defaults[field]:_}), for example.",
                )


DEFAULT_LIMITS = Limits()
"""The limits that hold if a caller sets none: enough for any game, and a bounded time for any text."""


def checked_limits(limits: object) -> Limits:
    """Return the limits that a caller passed; ArgumentError if they are none."""
    if isinstance(limits, Limits):
        return limits
    raise ArgumentError(
        f"The limits of a roll must be a Limits object, not {quoted(limits)}.",
        code="limits",
        hint="Leave the argument out for the default, or write Limits(dice=100).",
    )


class Budget:
    """What is left of the limits during a roll. The only mutable value in a roll."""

    __slots__ = ("dice_rolled", "limits", "steps_taken")

    def __init__(self, limits: Limits) -> None:
        self.limits: Limits = limits
        self.dice_rolled: int = 0
        self.steps_taken: int = 0

    def spend_dice(self, number: int, span: Span | None) -> None:
        """Raise LimitError if `number` more dice are too many."""
        self.dice_rolled += number
        if self.dice_rolled > self.limits.dice:
            raise too_many_dice(self.dice_rolled, self.limits, span)

    def spend_steps(self, number: int, span: Span | None) -> None:
        """Raise LimitError if looking at `number` more dice is too much work."""
        self.steps_taken += number
        if self.steps_taken > self.limits.steps:
            raise too_many_steps(self.limits, span)


def too_many_steps(limits: Limits, span: Span | None) -> LimitError:
    """Return the error for a roll with too many modifiers on too many dice."""
    return LimitError(
        Phrase("This roll has too many modifiers on too many dice."),
        limit="steps",
        allowed=limits.steps,
        hint=Phrase("Use fewer modifiers or fewer dice."),
        span=span,
    )


def too_many_dice(asked: int, limits: Limits, span: Span | None) -> LimitError:
    """Return the error for a roll that needs `asked` dice or more."""
    return LimitError(
        Phrase(
            "This roll needs {asked} dice or more; the limit is {limit} for a whole roll.",
            asked=shown(asked),
            limit=limits.dice,
        ),
        limit="dice",
        allowed=limits.dice,
        hint=Phrase("Roll fewer dice."),
        span=span,
    )


def too_many_faces(sides: int, limits: Limits, span: Span, *, hint: str) -> LimitError:
    """Return the error for a die with more faces than the limit allows."""
    return LimitError(
        Phrase("This die has {sides} faces; the limit is {limit}.", sides=shown(sides), limit=limits.faces),
        limit="faces",
        allowed=limits.faces,
        hint=hint,
        span=span,
    )


def shown(number: int) -> int | str:
    """Return a whole number for a phrase: itself, or its size if it is very long.

    >>> shown(10000), shown(10**40 + 1)
    (10000, '10^40')
    """
    number = abs(number)
    if number < 10**15:
        return number
    # Counted from its bits: Python writes out no number that is longer than it has been set to.
    digits = int(number.bit_length() * _DIGITS_PER_BIT) + 1
    return f"10^{digits - 1 - (number < 10 ** (digits - 1))}"


def too_deep(limits: Limits) -> LimitError:
    """Return the error for what is within a raised limit of nesting, but too deep for Python's stack."""
    return LimitError(
        Phrase("This is nested too deeply to be evaluated here."),
        limit="nesting",
        allowed=limits.nesting,
        hint=Phrase("Use fewer nested brackets, functions, signs and names."),
    )
