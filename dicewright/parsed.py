"""A text that is ready to be rolled: parse it once, roll it and ask for its odds any number of times."""

from __future__ import annotations

from functools import cache, lru_cache

from dicewright.cost import refuse_above
from dicewright.errors import DiceError
from dicewright.interpreter import roll_affordable
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.reading import Reading
from dicewright.numbers import simplest
from dicewright.plans import planned
from dicewright.randomness import seeded, system
from dicewright.result import Result
from dicewright.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from dicewright.limits import Limits
    from dicewright.notation.names import Meaning
    from dicewright.plans import Plan
    from dicewright.probability.distribution import Distribution
    from dicewright.probability.exact import RollOdds
    from dicewright.randomness import Draw

_SYSTEM = system()
# Texts that are rolled again and again are short; long ones would fill the cache with large trees.
_CACHED_LENGTH = 100
# Odds are kept with the notation where their weights take up to this many bits: 32 kilobytes.
_KEPT_ODDS = 2**18


class Notation(Reading):
    """A parsed text, ready to be rolled any number of times.

    `tree` is what the text means, with its names looked up; `str()` gives the canonical form.

    >>> str(parse("2D6 KH1+3"))
    '2d6kh1 + 3'
    """

    __slots__ = ("_affordable", "_odds", "_plan", "_planned")

    def __init__(self, text: str, limits: Limits, names: Mapping[str, Meaning]) -> None:
        super().__init__(text, limits, names)
        # Made by the first roll: odds alone need no plan.
        self._plan: Plan | None = None
        self._planned = False
        self._odds: Distribution | None = None
        self._affordable = False

    @classmethod
    def of(cls, result: Result) -> Notation:
        """Return the notation that a result was rolled from, to roll it again or ask for its odds.

        >>> again = Notation.of(roll("2d6 + 3"))
        >>> again.text, 5 <= again.roll().total <= 15
        ('2d6 + 3', True)
        """
        read = result._reading
        return read if isinstance(read, cls) else parse(read.text, names=read.names, limits=read.limits)

    def roll(self, *, seed: str | bytes | None = None, dice: Draw | None = None) -> Result:
        """Roll it once. See `dicewright.roll` for the arguments and errors."""
        plan = self._plan
        if plan is None or dice is not None:
            if self._planned or dice is not None:
                return self._rolled(dice or (_SYSTEM if seed is None else seeded(seed)), seed)
            self._plan = planned(self.tree, self.limits)
            self._planned = True
            return self.roll(seed=seed)
        faces: list[Sequence[int]] = []
        try:
            total = plan.program.total(_SYSTEM if seed is None else seeded(seed), faces)
        except DiceError as error:
            raise error.found_in(self.text, self._whole) from None
        return Result(self, total, faces, plan, seed)

    def odds(self) -> Distribution:
        """Return the exact distribution of its total. See `dicewright.odds` for the errors."""
        if self._odds is not None:
            return self._odds
        try:
            found: Distribution = _exact().odds(self.tree, self.limits)
        except DiceError as error:
            raise error.found_in(self.text, self._whole) from None
        if len(found.values) * found.denominator.bit_length() <= _KEPT_ODDS:
            self._odds = found
        return found

    def odds_by_roll(self) -> tuple[RollOdds, ...]:
        """Return the odds of each roll between semicolons: its total, its test, its named faces.

        The errors are those of `dicewright.odds`.

        >>> (check,) = parse("1d20 + 5 vs 15").odds_by_roll()
        >>> check.success
        Fraction(11, 20)
        """
        try:
            found: tuple[RollOdds, ...] = _exact().odds_by_roll(self.tree, self.limits)
        except DiceError as error:
            raise error.found_in(self.text, self._whole) from None
        return found

    @property
    def _whole(self) -> Span:
        # Where an error is about no one place, it is about the whole text.
        return Span(0, len(self.text))

    def _rolled(self, draw: Draw, seed: str | bytes | None) -> Result:
        try:
            if not self._affordable:
                refuse_above(self.limits, self.tree)
                self._affordable = True
            rolls, faces = roll_affordable(self.tree, draw, self.limits)
        except DiceError as error:
            raise error.found_in(self.text, self._whole) from None
        total = simplest(sum(roll.total for roll in rolls))
        return Result(self, total, (faces,), None, seed, rolls)

    def __repr__(self) -> str:
        return f"parse({self.text!r})"


def parse(
    text: str, *, names: Mapping[str, Meaning] | None = None, limits: Limits = DEFAULT_LIMITS
) -> Notation:
    """Return a text parsed and ready to be rolled.

    Args:
        text: what a player writes; see docs/notation.md.
        names: what each @name in the text stands for: a number, or notation.
        limits: how much one roll may ask for.

    Raises:
        NotationError: the text is not dice notation.
        LimitError: the text passes a limit.

    >>> parse("4d6kh3").roll(seed="example").total
    14
    """
    if names is None and limits is DEFAULT_LIMITS and len(text) <= _CACHED_LENGTH:
        return _cached(text)
    return Notation(text, limits, dict(names or {}))


@lru_cache(maxsize=512)
def _cached(text: str) -> Notation:
    return Notation(text, DEFAULT_LIMITS, {})


def roll(
    text: str,
    *,
    seed: str | bytes | None = None,
    names: Mapping[str, Meaning] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    dice: Draw | None = None,
) -> Result:
    """Roll a text with the operating system's randomness.

    Args:
        text: what a player writes; see docs/notation.md.
        seed: makes the roll reproducible, for ever and in any language; see docs/library.md.
        names: what each @name in the text stands for: a number, or notation.
        limits: how much one roll may ask for.
        dice: draws faces in place of the system, as `scripted([6, 1])` does in a test.

    Raises:
        NotationError: the text is not dice notation.
        LimitError: the roll passes a limit.
        RollError: it cannot be rolled, such as a division by zero.

    >>> 1 <= roll("1d20").total <= 20
    True
    """
    if names is None is seed and dice is None and limits is DEFAULT_LIMITS and len(text) <= _CACHED_LENGTH:
        return _cached(text).roll()
    return parse(text, names=names, limits=limits).roll(seed=seed, dice=dice)


@cache  # An import costs more than a call, even of what is loaded.
def _exact() -> ModuleType:
    """Return the module of exact odds, loaded when first asked for: a roll needs none of it."""
    from dicewright.probability import exact

    return exact
