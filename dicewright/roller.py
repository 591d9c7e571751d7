"""The front door: parse a text, roll it, and what comes of it."""

from __future__ import annotations

from functools import cache, lru_cache

from dicewright import labels
from dicewright.cost import refuse_above
from dicewright.errors import DiceError
from dicewright.fast_totals import compiled
from dicewright.interpreter import roll as roll_tree
from dicewright.interpreter import roll_affordable
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.names import as_notation, looked_up, normal, resolve
from dicewright.notation.parser import parse as parse_tree
from dicewright.numbers import simplest
from dicewright.randomness import scripted, seeded, system
from dicewright.results import jsonable
from dicewright.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType
    from typing import Any

    from dicewright.fast_totals import Program
    from dicewright.limits import Limits
    from dicewright.notation import nodes
    from dicewright.notation.names import Meaning
    from dicewright.numbers import Number
    from dicewright.probability.distribution import Distribution
    from dicewright.probability.exact import RollOdds
    from dicewright.randomness import Draw
    from dicewright.results import Die, RollResult

_SYSTEM = system()
# Texts that are rolled again and again are short; long ones would fill the cache with large trees.
_CACHED_LENGTH = 100
# Odds are kept with the notation where their weights take up to this many bits: 32 kilobytes.
_KEPT_ODDS = 2**18


class Notation:
    """A parsed text, ready to be rolled any number of times.

    `tree` is what the text means, with its names looked up; `str()` gives the canonical form.

    >>> str(parse("2D6 KH1+3"))
    '2d6kh1 + 3'
    """

    __slots__ = (
        "_affordable",
        "_compiled",
        "_names",
        "_odds",
        "_program",
        "_written",
        "limits",
        "text",
        "tree",
    )

    def __init__(self, text: str, limits: Limits, names: Mapping[str, Meaning]) -> None:
        self.text = text
        self.limits = limits
        self.tree: nodes.Rolls = parse_tree(text, limits)
        self._names: dict[str, Meaning] = {}
        if "@" in text:
            try:
                self.tree = resolve(self.tree, names, limits)
            except DiceError as error:
                raise error.found_in(text) from None
            used = looked_up(self.tree)
            self._names = {name: names[name] for name in names if normal(name) in used}
        # Compiled by the first roll: odds alone need no program.
        self._program: Program | None = None
        self._compiled = False
        self._odds: Distribution | None = None
        self._affordable = False
        self._written = ""

    @property
    def names(self) -> dict[str, Meaning]:
        """What the names in the text, and in what these stand for, were said to stand for."""
        return dict(self._names)

    def roll(self, *, seed: str | bytes | None = None, dice: Draw | None = None) -> Result:
        """Roll it once. See `dicewright.roll` for the arguments and errors."""
        if not self._compiled:
            self._program = compiled(self.tree, self.limits)
            self._compiled = True
        if self._program is None or dice is not None:
            return self._rolled(dice or (_SYSTEM if seed is None else seeded(seed)), seed)
        faces: list[Sequence[int]] = []
        try:
            total = self._program.total(_SYSTEM if seed is None else seeded(seed), faces)
        except DiceError as error:
            raise error.found_in(self.text, self._whole) from None
        return Result(self, total, faces, seed)

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

    def replay(self, faces: Iterable[int]) -> tuple[RollResult, ...]:
        """Return the rolls that these faces make, in the order in which they were thrown."""
        return self._tree_rolled(scripted(faces))[0]

    def _tree_rolled(self, draw: Draw) -> tuple[tuple[RollResult, ...], list[int]]:
        if not self._affordable:
            refuse_above(self.limits, self.tree)
            self._affordable = True
        return roll_affordable(self.tree, draw, self.limits)

    def _rolled(self, draw: Draw, seed: str | bytes | None) -> Result:
        try:
            rolls, faces = self._tree_rolled(draw)
        except DiceError as error:
            raise error.found_in(self.text, self._whole) from None
        total = simplest(sum(roll.total for roll in rolls))
        return Result(self, total, (faces,), seed, rolls)

    def __str__(self) -> str:
        if not self._written:
            self._written = str(self.tree)
        return self._written

    def __repr__(self) -> str:
        return f"parse({self.text!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Notation):
            return NotImplemented
        return self.tree == other.tree and self.limits == other.limits

    def __hash__(self) -> int:
        return hash(self.tree)

    def __reduce__(self) -> tuple[Any, ...]:
        return Notation, (self.text, self.limits, self._names)


class Result:
    """What a text came to. It is read-only, and keeps every die.

    A result holds the faces that were thrown; its dice are worked out from them when first asked for.

    >>> result = roll("4d6kh3 + 2", dice=scripted([6, 1, 5, 3]))
    >>> result.total, [die.value for die in result.dice if die.kept]
    (16, [6, 5, 3])
    >>> print(result)
    4d6kh3 (6, ~1~, 5, 3) + 2 = 16
    """

    __slots__ = ("_faces", "_notation", "_rolls", "_seed", "_total")

    def __init__(
        self,
        notation: Notation,
        total: Number,
        faces: Sequence[Sequence[int]],
        seed: str | bytes | None = None,
        rolls: tuple[RollResult, ...] | None = None,
    ) -> None:
        self._notation = notation
        self._total = total
        self._faces = faces
        self._seed = seed
        self._rolls = rolls

    @property
    def total(self) -> Number:
        """What the roll came to; of several rolls, their sum."""
        return self._total

    @property
    def text(self) -> str:
        """What was asked for, as it was written."""
        return self._notation.text

    @property
    def notation(self) -> str:
        """What was asked for, in its canonical form."""
        return str(self._notation)

    @property
    def parsed(self) -> Notation:
        """What was asked for, ready to be rolled again."""
        return self._notation

    @property
    def seed(self) -> str | bytes | None:
        """The seed of a reproducible roll."""
        return self._seed

    @property
    def faces(self) -> tuple[int, ...]:
        """The position of every face thrown, in order, from 1 to the die's number of sides."""
        return tuple(face for block in self._faces for face in block)

    @property
    def rolls(self) -> tuple[RollResult, ...]:
        """Each roll of the text: one for each repeat of each part between semicolons."""
        if self._rolls is None:
            self._rolls = self._notation.replay(self.faces)
        return self._rolls

    @property
    def groups(self) -> tuple[tuple[RollResult, ...], ...]:
        """The rolls by part between semicolons: the repeats of one part together."""
        following = iter(self.rolls)
        return tuple(
            tuple(next(following) for _ in range(part.repeat or 1)) for part in self._notation.tree.rolls
        )

    @property
    def dice(self) -> tuple[Die, ...]:
        """All dice thrown, in reading order; dropped and replaced ones too."""
        return tuple(die for roll in self.rolls for die in roll.dice)

    @property
    def success(self) -> bool | None:
        """Whether the test was passed; None without a test or with several rolls."""
        return self.rolls[0].success if len(self.rolls) == 1 else None

    @property
    def margin(self) -> Number | None:
        """By how much the test was passed (positive) or failed; None as for `success`."""
        return self.rolls[0].margin if len(self.rolls) == 1 else None

    @property
    def successes(self) -> int | None:
        """The successes counted in all rolls, before failures are taken away; None where none are counted."""
        counted = [roll.successes for roll in self.rolls if roll.successes is not None]
        return sum(counted) if counted else None

    @property
    def failures(self) -> int:
        """The successes taken away in all rolls."""
        return sum(roll.failures for roll in self.rolls)

    @property
    def labels(self) -> dict[str, Number]:
        """The total by label, over all rolls."""
        return labels.merged(roll.labels for roll in self.rolls)

    @property
    def tally(self) -> dict[str, int]:
        """How many kept dice show each named face, over all rolls."""
        counted: dict[str, int] = {}
        for roll in self.rolls:
            for name, count in roll.tally.items():
                counted[name] = counted.get(name, 0) + count
        return counted

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data that JSON can hold; `from_dict` makes it a result again.

        Fractions are exact texts such as "3.5" or "10/3"; a seed of bytes is written in hexadecimal.
        """
        seed = self._seed
        return {
            "text": self.text,
            "notation": self.notation,
            "total": jsonable(self.total),
            "names": {name: _plain(meaning) for name, meaning in self._notation.names.items()},
            "seed": {"bytes": seed.hex()} if isinstance(seed, bytes) else seed,
            "faces": list(self.faces),
            "rolls": [roll.to_dict() for roll in self.rolls],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any], *, limits: Limits = DEFAULT_LIMITS) -> Result:
        """Return the result that `to_dict` described, rebuilt from its text and faces.

        Raises ValueError where the faces do not fit the text, or do not come to the total given.

        >>> Result.from_dict(roll("3d6!").to_dict()).text
        '3d6!'
        """
        seed = plain.get("seed")
        notation = parse(plain["text"], names=plain.get("names") or None, limits=limits)
        rolls, faces = roll_tree(notation.tree, scripted(plain["faces"]), limits)
        total = simplest(sum(roll.total for roll in rolls))
        if jsonable(total) != plain["total"] or faces != plain["faces"]:
            raise ValueError(f"these faces do not come to {plain['total']} in {plain['text']!r}")
        return cls(
            notation, total, (faces,), bytes.fromhex(seed["bytes"]) if isinstance(seed, dict) else seed, rolls
        )

    def __str__(self) -> str:
        from dicewright.rendering import plain  # a result that is not shown needs no words

        return plain.lines(self.groups)

    def __repr__(self) -> str:
        return f"<Result {self.notation!r} = {self.total}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Result):
            return NotImplemented
        return self._notation == other._notation and self.faces == other.faces

    def __hash__(self) -> int:
        return hash((self._notation, self.faces))

    def __reduce__(self) -> tuple[Any, ...]:
        # The dice are worked out from the faces again.
        return Result, (self._notation, self._total, (self.faces,), self._seed)


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


def _plain(meaning: Meaning) -> int | str:
    return meaning if isinstance(meaning, str | int) else as_notation(meaning)
