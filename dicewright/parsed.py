"""A text that is ready to be rolled: parse it once, roll it and ask for its odds any number of times."""

from __future__ import annotations

from functools import cache, lru_cache

from dicewright.errors import DiceError, NotationError
from dicewright.limits import DEFAULT_LIMITS, too_deep
from dicewright.notation.reading import Reading, read
from dicewright.numbers import simplest
from dicewright.plans import planned
from dicewright.randomness import checked_seed, draw_from, seeded, system
from dicewright.result import Result
from dicewright.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation.names import Meaning
    from dicewright.numbers import Number
    from dicewright.plans import Plan
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.exact import RollOdds
    from dicewright.randomness import AnyDraw, Draw, Seed

_SYSTEM = system()
# Texts that are rolled again and again are short; long ones would fill the cache with large trees.
_CACHED_LENGTH = 100
# Odds are kept with the notation if their weights take up to this many bits: 32 kilobytes.
_KEPT_ODDS = 2**18


class Notation(Reading):
    """A parsed text, ready to be rolled any number of times. It is frozen, and threads may share it.

    `tree` is what the text means, with its names looked up; `str()` gives the canonical form. It has no
    subclasses.

    >>> str(parse("2D6 KH1+3"))
    '2d6kh1 + 3'
    """

    __slots__ = ("_affordable", "_odds", "_plan", "_unplanned")

    _affordable: bool
    _odds: Distribution | None
    _plan: Plan | None
    _unplanned: bool
    """Whether it is known that there is no plan."""

    def __init__(
        self, text: str, limits: Limits = DEFAULT_LIMITS, names: Mapping[str, Meaning] | None = None
    ) -> None:
        try:
            tree, meanings = read(text, limits, names)
        except NotationError as error:
            raise _of_a_game(error) from None
        # What is frozen takes three times as long to fill.
        self._keep("__class__", _Draft)
        self._text = text
        self._limits = limits
        self._tree = tree
        self._names = meanings
        self._written = ""
        # Made by the first roll: odds alone need no plan.
        self._plan = None
        self._unplanned = False
        self._odds = None
        self._affordable = False
        self.__class__ = Notation

    def __init_subclass__(cls) -> None:
        raise TypeError("Notation has no subclasses: keep one as an attribute of your class.")

    @classmethod
    def of(cls, result: Result) -> Notation:
        """Return the notation that a result was rolled from, to roll it again or ask for its odds.

        >>> again = Notation.of(roll("2d6 + 3"))
        >>> again.text, 5 <= again.roll().total <= 15
        ('2d6 + 3', True)
        """
        read = result._reading
        return read if isinstance(read, cls) else parse(read.text, names=read.names, limits=read.limits)

    def roll(self, *, seed: Seed | None = None, dice: AnyDraw | None = None) -> Result:
        """Roll it once. See `dicewright.roll` for the arguments and errors."""
        if dice is not None:
            return self._rolled(draw_from(seed, dice), None)
        kept = None if seed is None else checked_seed(seed)
        draw = _SYSTEM if kept is None else seeded(kept)
        plan = self._plan or self._made_plan()
        if plan is None:
            return self._rolled(draw, kept)
        faces: list[Sequence[int]] = []
        try:
            total = plan.program.total(draw, faces)
        except DiceError as error:
            raise error.found_in(self._text, self._whole) from None
        return Result(self, total, faces, plan, kept)

    def totals(self, count: int, *, seed: Seed | None = None) -> Iterator[Number]:
        """Yield the totals of `count` rolls, which are quicker than results: no dice are kept.

        With a seed, all of them read one stream. The errors are those of `dicewright.roll`.

        >>> list(parse("2d6").totals(4, seed="example"))
        [8, 9, 7, 7]
        """
        # A new stream for each would start with the same faces.
        draw = _SYSTEM if seed is None else seeded(seed)
        plan = self._made_plan()
        for _ in range(count):
            if plan is None:
                yield self._rolled(draw, None).total
            else:
                try:
                    yield plan.program.total(draw, [])
                except DiceError as error:
                    raise error.found_in(self._text, self._whole) from None

    def odds(self) -> Distribution:
        """Return the exact distribution of its total. See `dicewright.odds` for the errors."""
        if self._odds is not None:
            return self._odds
        found: Distribution = self._exactly("odds")
        if self._limits is not DEFAULT_LIMITS:
            found = found.replace(limits=self._limits)
        if len(found.values) * found.denominator.bit_length() <= _KEPT_ODDS:
            self._keep("_odds", found)
        return found

    def odds_by_roll(self) -> tuple[RollOdds, ...]:
        """Return the odds of each roll between semicolons: its total, its test, its named faces.

        The errors are those of `dicewright.odds`.

        >>> (check,) = parse("1d20 + 5 vs 15").odds_by_roll()
        >>> check.success
        Fraction(11, 20)
        """
        found: tuple[RollOdds, ...] = self._exactly("odds_by_roll")
        if self._limits is DEFAULT_LIMITS:
            return found
        return tuple(roll.within(self._limits) for roll in found)

    def _exactly(self, question: str) -> Any:
        """Return what the module of exact odds answers to one of its questions about this tree."""
        try:
            return getattr(_exact(), question)(self._tree, self._limits)
        except DiceError as error:
            raise error.found_in(self._text, self._whole) from None
        except RecursionError:
            raise too_deep(self._limits).found_in(self._text, self._whole) from None

    def _made_plan(self) -> Plan | None:
        """Return the plan, made when first asked for: odds alone need none."""
        plan = self._plan
        if plan is None and not self._unplanned:
            try:
                plan = planned(self._tree, self._limits)
            except RecursionError:
                raise too_deep(self._limits).found_in(self._text, self._whole) from None
            if plan is None:
                self._keep("_unplanned", True)
            else:
                self._keep("_plan", plan)
        return plan

    @property
    def _whole(self) -> Span:
        # If an error is about no one place, it is about the whole text.
        return Span(0, len(self._text))

    def _rolled(self, draw: Draw, seed: str | bytes | None) -> Result:
        try:
            if not self._affordable:
                _interpreter().refuse_above(self._limits, self._tree)
                self._keep("_affordable", True)
            rolls, faces = _interpreter().roll_affordable(self._tree, draw, self._limits)
        except DiceError as error:
            raise error.found_in(self._text, self._whole) from None
        except RecursionError:
            raise too_deep(self._limits).found_in(self._text, self._whole) from None
        total = simplest(sum(roll.total for roll in rolls))
        return Result(self, total, (faces,), None, seed, rolls)

    def __repr__(self) -> str:
        return f"parse({self._text!r})"


class _Draft(Reading):
    """A notation that is being made, and so not frozen."""

    __slots__ = Notation.__slots__
    # Only if both are those of every object does Python set fields as quickly as in any other class.
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__


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
        ArgumentError: an argument is of another type, such as a text that is None.

    >>> parse("4d6kh3").roll(seed="example").total
    14
    """
    if names is None and limits is DEFAULT_LIMITS and type(text) is str and len(text) <= _CACHED_LENGTH:
        return _cached(text)
    return Notation(text, limits, names)


@lru_cache(maxsize=512)
def _cached(text: str) -> Notation:
    return Notation(text)


def roll(
    text: str,
    *,
    seed: Seed | None = None,
    names: Mapping[str, Meaning] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    dice: AnyDraw | None = None,
) -> Result:
    """Roll a text with the operating system's randomness.

    Args:
        text: what a player writes; see docs/notation.md.
        seed: makes the roll reproducible, forever and in any language: text, bytes, or a whole number,
            which is its decimal text; see docs/library.md.
        names: what each @name in the text stands for: a number, or notation.
        limits: how much one roll may ask for.
        dice: draws faces instead of the system, as `scripted([6, 1])` does in a test: a function of a
            number of dice and a number of sides that returns that many faces. It excludes a seed.

    Raises:
        NotationError: the text is not dice notation.
        LimitError: the roll passes a limit.
        RollError: it cannot be rolled, such as a division by zero.
        ArgumentError: an argument is of another type, or the dice give faces that do not fit.

    >>> 1 <= roll("1d20").total <= 20
    True
    """
    if (
        names is None is seed
        and dice is None
        and limits is DEFAULT_LIMITS
        and type(text) is str
        and len(text) <= _CACHED_LENGTH
    ):
        notation = _cached(text)
        plan = notation._plan
        if plan is None:
            return notation.roll()
        # As there, without the call: it would be a tenth of the time of a roll that was made before.
        faces: list[Sequence[int]] = []
        try:
            total = plan.program.total(_SYSTEM, faces)
        except DiceError as error:
            raise error.found_in(text, notation._whole) from None
        return Result(notation, total, faces, plan)
    return parse(text, names=names, limits=limits).roll(seed=seed, dice=dice)


def _of_a_game(error: NotationError) -> NotationError:
    """Return the error about a text that may be a call of a game system, and not dice notation at all."""
    from dicewright.systems.advice import of_a_game  # only such a text needs the systems

    return of_a_game(error)


@cache  # An import costs more than a call, even of what is loaded.
def _interpreter() -> ModuleType:
    """Return the module that rolls a tree, loaded when first asked for: plans need none of it."""
    from dicewright import interpreter

    return interpreter


@cache  # An import costs more than a call, even of what is loaded.
def _exact() -> ModuleType:
    """Return the module of exact odds, loaded when first asked for: a roll needs none of it."""
    from dicewright.probability import exact

    return exact
