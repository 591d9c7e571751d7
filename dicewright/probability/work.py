"""How much arithmetic and memory exact odds may take, and the spending of it.

What a way costs is counted before it is gone: in units of time by `spend`, in bytes by `need` and
`holding`. Neither is read from a clock or from the machine, so the same text gives the same answer
everywhere. `python -m bench.bounded` measures how long the units of each way take.
"""

from __future__ import annotations

from contextlib import contextmanager

from dicewright.errors import OddsTooLarge
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from dicewright.limits import Limits

# A product of two numbers of n words costs about n ** 1.585 word products (Karatsuba, as in CPython),
# and some seven of those take as long as one unit.
_KARATSUBA = 0.585
_WORD_PRODUCTS = 7
_WORD_BITS = 64

# What CPython takes for a whole number, for each 30 bits of it, and for its place in a list.
_OBJECT_BYTES = 36
_DIGIT_BYTES = 4
_DIGIT_BITS = 30


class Work:
    """What is left of the work and the memory allowed.

    One unit is about a seventh of a microsecond of a 2020s machine: one step of a loop over small
    numbers, or a product of two numbers of about 600 bits.
    """

    __slots__ = ("allowed", "held", "limit", "memory", "spent")

    def __init__(self, limits: Limits) -> None:
        self.allowed: int = limits.work
        self.limit: int = limits.work
        self.memory: int = limits.memory
        self.spent: int = 0
        self.held: int = 0

    def spend(self, units: int) -> None:
        """Raise OddsTooLarge if `units` more are too many. Call it before the work is done."""
        if self.spent + units > self.allowed:
            raise _too_large("work", self.limit)
        self.spent += units

    @contextmanager
    def part(self, share: Fraction) -> Iterator[None]:
        """Return a context in which no more than a share of what is left may be spent."""
        allowed = self.allowed
        self.allowed = self.spent + int((allowed - self.spent) * share)
        try:
            yield
        finally:
            self.allowed = allowed

    def need(self, size: int) -> None:
        """Raise OddsTooLarge if `size` more bytes are too many beside those held. Call it first."""
        if self.held + size > self.memory:
            raise _too_large("memory", self.memory)

    def holding(self, size: int) -> Holding:
        """Return a context in which `size` bytes are held. Raises OddsTooLarge if they are too many."""
        self.need(size)
        return Holding(self, size)


class Holding:
    """Bytes that are held until the context ends; more can be added to them."""

    __slots__ = ("_size", "_work")

    def __init__(self, work: Work, size: int) -> None:
        self._work = work
        self._size = 0
        self.add(size)

    def add(self, size: int) -> None:
        """Hold this many bytes more. Raises OddsTooLarge if they are too many."""
        self._work.need(size)
        self._work.held += size
        self._size += size

    def __enter__(self) -> Holding:
        return self

    def __exit__(self, *_error: object) -> None:
        self._work.held -= self._size
        self._size = 0


def multiplication(left_bits: int, right_bits: int) -> int:
    """Return the units of one product of two whole numbers of these lengths."""
    fewer, more = sorted((left_bits // _WORD_BITS + 1, right_bits // _WORD_BITS + 1))
    return int(more * fewer**_KARATSUBA) // _WORD_PRODUCTS + 1


def numbers_size(count: int, bits: int) -> int:
    """Return the bytes of a list of `count` whole numbers of up to this many bits.

    >>> numbers_size(1000, 600)
    116000
    """
    return count * (_OBJECT_BYTES + _DIGIT_BYTES * (bits // _DIGIT_BITS))


def _too_large(limit: str, allowed: int) -> OddsTooLarge:
    return OddsTooLarge(
        Phrase("These odds are too large to compute exactly."),
        limit=limit,
        allowed=allowed,
        code="odds-too-large",
        hint=Phrase("Roll fewer dice, or estimate the odds instead."),
    )
