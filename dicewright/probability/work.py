"""How much arithmetic exact odds may take, and the spending of it."""

from __future__ import annotations

from dicewright.errors import OddsTooLarge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.limits import Limits

# A product of two numbers of n words costs about n ** 1.585 word products (Karatsuba, as in CPython),
# and some thirty of those take as long as one unit.
_KARATSUBA = 0.585
_WORD_PRODUCTS = 30


class Work:
    """What is left of the work allowed. One unit is up to about half a microsecond of a 2020s machine.

    It is counted in operations and never read from a clock, so the same text gives the same answer
    on every machine.
    """

    __slots__ = ("allowed", "spent")

    def __init__(self, limits: Limits) -> None:
        self.allowed = limits.work
        self.spent = 0

    def spend(self, units: int) -> None:
        """Raise OddsTooLarge where `units` more are too many. Call it before the work is done."""
        self.spent += units
        if self.spent > self.allowed:
            raise OddsTooLarge(
                f"The exact odds need {_rounded(self.spent)} steps of arithmetic or more; "
                f"the limit is {self.allowed:,}.",
                limit="work",
                allowed=self.allowed,
                code="odds-too-large",
                hint="Roll fewer dice, or estimate the odds instead.",
            )


def multiplication(left_bits: int, right_bits: int) -> int:
    """Return the units of one product of two whole numbers of these lengths."""
    fewer, more = sorted((left_bits // 64 + 1, right_bits // 64 + 1))
    return int(more * fewer**_KARATSUBA) // _WORD_PRODUCTS + 1


def _rounded(units: int) -> str:
    """Return a number for a sentence, with two digits that count.

    >>> _rounded(123456789)
    '120,000,000'
    """
    size = max(0, len(str(units)) - 2) if units < 10**18 else 0
    return f"{round(units, -size):,}" if units < 10**18 else "more than 10 ** 18"
