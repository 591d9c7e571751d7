"""What a game system's file says, once it has been read: frozen values, with every string parsed."""

from __future__ import annotations

from collections.abc import Mapping

from dicewright.systems.rules.formulas import Formula
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from fractions import Fraction
    from typing import Any, Literal

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import Listed
    from dicewright.numbers import Number
    from dicewright.systems.rules.plans import Plan, Table

    Tone = Literal["triumph", "success", "mixed", "failure", "disaster"]
    Kind = Literal["number", "switch", "mixed", "letters", "roll"]

TONES: tuple[Tone, ...] = ("triumph", "success", "mixed", "failure", "disaster")


class Parameter(Value):
    """One thing that is typed with a roll of a game system, or left out.

    >>> import dicewright
    >>> hunger = dicewright.systems()["v5"].rolls["pool"].parameters["hunger"]
    >>> hunger.described, hunger.kind, hunger.least, hunger.most, hunger.default
    ('Hunger', 'number', 0, 5, 0)
    """

    name: str
    kind: Kind
    default: Number | str | None = None
    """What it is if nothing is typed; None if it must be typed."""
    least: int | None = None
    most: int | None = None
    label: str = ""
    """What it is called in forms and errors."""
    letters: tuple[str, ...] = ()
    """The names of the dice whose letters may be typed."""
    sheet: str = ""
    """The saved value that fills it if it is not typed."""

    @property
    def takes_fractions(self) -> bool:
        """Whether it may be a fraction: if its default is one."""
        return not isinstance(self.default, str) and (self.default or 0) % 1 != 0

    @property
    def described(self) -> str:
        """The label, or the name if there is none."""
        return self.label or self.name


class Piece(Value):
    """One piece of a usage: how a parameter is typed.

    >>> import dicewright
    >>> for piece in dicewright.systems()["v5"].rolls["pool"].pieces:
    ...     print(piece.parameter, repr(piece.prefix), piece.spaced, piece.optional)
    pool '' False False
    hunger 'h' False True
    difficulty 'vs' True True
    """

    parameter: str
    prefix: str = ""
    """The letters or the word before it; "" for a value that stands alone."""
    spaced: bool = False
    """Whether a space stands between the word and the value, as in `vs 3`."""
    optional: bool = False
    switch: bool = False
    """Whether the word itself is all that is typed."""
    group: int = 0
    """Which group it belongs to: of the pieces of one group, at most one is typed."""


class SymbolDie(Value):
    """A die of a system, with symbols or values on its faces."""

    name: str
    letter: str
    kind: Listed
    symbols: tuple[Mapping[str, int], ...]
    """How many of each symbol every face shows."""
    shown: tuple[str, ...]
    """Every face as the file writes it."""


class SymbolFaces(dict[int, tuple[Mapping[str, int], ...]]):
    """The symbols on the faces of each kind of die, by the identity of the kind.

    Kinds of dice are distinguished by identity: a die of one's own is the same object everywhere. A copy
    of a system has kinds of its own.
    """

    def __init__(self, dice: Iterable[SymbolDie]) -> None:
        self._dice: tuple[SymbolDie, ...] = tuple(dice)
        super().__init__((id(die.kind), die.symbols) for die in self._dice)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._dice,)


class Pool(Value):
    """Dice with a name."""

    name: str
    text: str
    plan: Plan


class Reading(Value):
    """A named value: what is read off the dice, or worked out from other values."""

    name: str
    text: str
    formula: Formula
    words: str = ""
    """The table of words that it is looked up in, or ""."""


class Outcome(Value):
    """One outcome of a roll, and when it holds. Without a test it always does."""

    name: str
    test: Formula | None = None
    least: Number | None = None
    most: Number | None = None
    tone: Tone | None = None
    message: str = ""
    then: str = ""

    def test_of(self, result: int) -> Formula:
        """Return the formula that holds if the outcome does; a range compares what is at this place."""
        if self.test is not None:
            return self.test
        bounds = [(">=", self.least), ("<=", self.most)]
        parts = tuple(
            Formula("test", (Formula("slot", (), result), Formula("number", (), bound)), sign)
            for sign, bound in bounds
            if bound is not None
        )
        return Formula("and", parts) if parts else Formula("number", (), 1)


class Note(Value):
    """Words that may join any outcome."""

    name: str
    test: Formula
    then: str = ""


class Push(Value):
    """What may be thrown again after the first result, and what changes with it."""

    name: str
    when: Formula | None
    reroll: Mapping[str, Formula | None]
    """For each pool, the test that a die must pass to be thrown again; None for every die."""
    whole: bool
    """Whether the whole roll is made again."""
    choose: int | None
    """How many dice the player picks at most; None if all of them are thrown again."""
    sets: Mapping[str, Formula]
    limit: int
    policy: str


class Keep(Value):
    """Which dice the player may pick to keep."""

    name: str
    pools: Mapping[str, Formula | None]
    """For each pool, the test that a die must pass to be kept; None for every die."""
    most: Formula
    adds: str
    """The symbol of which each kept die brings one die more, or ""."""
    leaves: str
    """The value that the dice left over are read for, or ""."""
    policy: str
    """Which dice odds take the player to keep; "" if they are those before the choice."""


class Opposed(Value):
    """How two results are compared: by these in order, a higher one wins."""

    by: tuple[Formula | Literal["outcome"], ...]
    tie: str


class RollKind(Value):
    """One kind of roll of a game system: how it is typed, its parameters, and its outcomes in order.

    A form can be made from it, as the bot and the website do. Its formulas, plans and places are details of
    how the library rolls, and may change.

    >>> import dicewright
    >>> roll = dicewright.systems()["v5"].rolls["pool"]
    >>> roll.usage
    '@pool [h@hunger] [vs @difficulty]'
    >>> [outcome.name for outcome in roll.outcomes][:3]
    ['messy critical', 'critical win', 'win']
    """

    name: str
    label: str
    usage: str
    pieces: tuple[Piece, ...]
    parameters: Mapping[str, Parameter]
    pools: tuple[Pool, ...]
    values: tuple[Reading, ...]
    result: Formula | None
    outcomes: tuple[Outcome, ...]
    shift: Formula | None
    notes: tuple[Note, ...]
    message: str
    show: Literal["dice", "sets"]
    push: Push | None
    keep: Keep | None
    opposed: Opposed | None
    places: Mapping[str, int]
    """The place of each name in what a roll knows: parameters, pools, values, and the result."""

    @property
    def place_of_pushes(self) -> int | None:
        """The place of @pushed, the number of pushes so far; None if the file has no use for it."""
        if self.push is None or "pushed" in self.parameters:
            return None
        own = [pool.name for pool in self.pools] + [value.name for value in self.values]
        return None if "pushed" in own else self.places.get("pushed")

    @property
    def places_before(self) -> set[int]:
        """The places of what is known before the first die is thrown: parameters, @chosen and @pushed."""
        found = {self.places[name] for name in self.parameters}
        if self.keep is not None:
            found.add(self.places["chosen"])
        if self.place_of_pushes is not None:
            found.add(self.place_of_pushes)
        return found

    @property
    def formulas(self) -> list[Formula]:
        """The formulas that a result is read with: of its values, outcomes and notes, and its own."""
        found = [value.formula for value in self.values]
        found += [outcome.test for outcome in self.outcomes if outcome.test is not None]
        found += [note.test for note in self.notes]
        found += [formula for formula in (self.result, self.shift) if formula is not None]
        return found

    def reading(self, read: Callable[[Formula], Formula], value: Callable[[Reading], Formula]) -> RollKind:
        """Return the roll with other formulas to read its result with; `value` gives those of its values."""

        def changed(formula: Formula | None) -> Formula | None:
            return None if formula is None else read(formula)

        return self.replace(
            values=tuple([one.replace(formula=value(one)) for one in self.values]),
            result=changed(self.result),
            outcomes=tuple([outcome.replace(test=changed(outcome.test)) for outcome in self.outcomes]),
            shift=changed(self.shift),
            notes=tuple([note.replace(test=read(note.test)) for note in self.notes]),
        )


class Example(Value):
    """An embedded test: a roll, and what is expected of it."""

    roll: str
    line: int
    faces: tuple[int, ...] | None = None
    outcome: str | None = None
    message: str | None = None
    notes: tuple[str, ...] | None = None
    values: Mapping[str, Number | str] | None = None
    odds: Mapping[str, Fraction] | None = None
    within: Mapping[str, Fraction] | None = None
    """How far each chance may be from the one given."""
    push: bool = False
    """Whether the roll is pushed."""
    pushed: tuple[tuple[str, int], ...] | None = None
    """The dice that are thrown again; None for those of the file's policy."""
    kept: tuple[tuple[str, int], ...] | None = None
    """The dice that are kept: each one's pool, and its place there from 0; None if nothing is kept."""


class Alias(Value):
    """Another spelling of a call, such as `4cod`, and the call that it stands for."""

    pattern: str
    call: str


class Description(Value):
    """Everything that a file says."""

    name: str
    command: str
    aliases: tuple[Alias, ...]
    rules: str
    language: str
    words: Mapping[str, Mapping[str, str]]
    rolls: Mapping[str, RollKind]
    dice: Mapping[str, SymbolDie]
    tables: Mapping[str, Table]
    symbols: Mapping[str, str]
    tests: tuple[Example, ...]
    digest: str
    """The SHA-256 of the file, in hexadecimal."""
    limits: Limits

    @property
    def first(self) -> str:
        """The name of the first roll, which is what the command alone means."""
        return next(iter(self.rolls))

    def opening(self, roll: str) -> str:
        """Return how a call of a roll begins: the command, and the name of any roll but the first."""
        return self.command if roll == self.first else f"{self.command} {roll}"
