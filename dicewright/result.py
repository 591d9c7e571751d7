"""What was rolled: the total, the faces thrown, and every die that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain

from dicewright.errors import ArgumentError, quoted
from dicewright.limits import DEFAULT_LIMITS, too_deep
from dicewright.notation.names import as_notation
from dicewright.notation.reading import Reading
from dicewright.numbers import jsonable, simplest, written
from dicewright.randomness import checked_seed, scripted
from dicewright.results import labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation.names import Meaning
    from dicewright.notation.tree.rolls import Rolls
    from dicewright.numbers import Number
    from dicewright.plans import Plan
    from dicewright.results import Die
    from dicewright.results.roll import RollResult

# The last signs of formats for numbers, in Python's format specifications.
_NUMERIC = frozenset("deEfFgG%,")


class Result:
    """The result of a text. It is read-only, and keeps every die.

    A result holds the faces that were thrown; its dice are worked out from them when first asked for.

    >>> import dicewright
    >>> result = dicewright.roll("4d6kh3 + 2", dice=dicewright.scripted([6, 1, 5, 3]))
    >>> result.total, [die.value for die in result.dice if die.kept]
    (16, [6, 5, 3])
    >>> print(result)
    4d6kh3 (6, ~1~, 5, 3) + 2 = 16
    """

    __slots__ = ("_faces", "_plan", "_reading", "_rolls", "_seed", "_total")

    def __init__(
        self,
        reading: Reading,
        total: Number,
        faces: Sequence[Sequence[int]],
        plan: Plan | None = None,
        seed: str | bytes | None = None,
        rolls: tuple[RollResult, ...] | None = None,
    ) -> None:
        self._reading = reading
        self._total = total
        self._faces = faces
        self._seed = seed
        self._rolls = rolls
        self._plan = plan

    @property
    def total(self) -> Number:
        """The result of the roll; of several rolls, their sum."""
        return self._total

    @property
    def text(self) -> str:
        """What was asked for, as it was written."""
        return self._reading._text

    @property
    def notation(self) -> str:
        """What was asked for, in its canonical form."""
        return self._reading._written or str(self._reading)

    @property
    def tree(self) -> Rolls:
        """What was asked for, as a tree with its names looked up."""
        return self._reading._tree

    @property
    def names(self) -> dict[str, Meaning]:
        """What the names in the text, and in what these stand for, were said to stand for."""
        return dict(self._reading._names)

    @property
    def limits(self) -> Limits:
        """The limits under which it was rolled."""
        return self._reading._limits

    @property
    def seed(self) -> str | bytes | None:
        """The seed of a reproducible roll."""
        return self._seed

    @property
    def faces(self) -> tuple[int, ...]:
        """The position of every face thrown, in order, from 1 to the die's number of sides."""
        blocks = self._faces
        return tuple(blocks[0]) if len(blocks) == 1 else tuple(chain.from_iterable(blocks))

    @property
    def rolls(self) -> tuple[RollResult, ...]:
        """Each roll of the text: one for each repeat of each part between semicolons."""
        if self._rolls is None and self._plan is not None and self._plan.shows:
            self._rolls = self._plan.rolls(self._faces)
        elif self._rolls is None:
            from dicewright import interpreter  # a text with a plan does not need it

            try:
                self._rolls, _ = interpreter.roll_affordable(self.tree, scripted(self.faces), self.limits)
            except RecursionError:
                raise too_deep(self.limits).found_in(self.text) from None
        return self._rolls

    @property
    def groups(self) -> tuple[tuple[RollResult, ...], ...]:
        """The rolls by part between semicolons: the repeats of one part together."""
        following = iter(self.rolls)
        return tuple(tuple(next(following) for _ in range(part.repeat or 1)) for part in self.tree.rolls)

    @property
    def dice(self) -> tuple[Die, ...]:
        """All dice thrown, in reading order; dropped and replaced ones too."""
        plan = self._plan
        if plan is not None and plan.shows and self._rolls is None:
            return plan.dice(self._faces)
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
        """The successes counted in all rolls, before failures are taken away; None if none are counted."""
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
            "names": {name: _plain(meaning) for name, meaning in self.names.items()},
            "seed": {"bytes": seed.hex()} if isinstance(seed, bytes) else seed,
            "faces": list(self.faces),
            "rolls": [roll.to_dict() for roll in self.rolls],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any], *, limits: Limits = DEFAULT_LIMITS) -> Result:
        """Return the result that `to_dict` described, rebuilt from its text and faces.

        Only "text", "faces" and "total" are needed; "names" and "seed" if there are any.

        Raises ArgumentError if one of them is missing or of another type, if the faces do not fit
        the text, or do not make the total given; and the errors of `dicewright.parse`.

        >>> import dicewright
        >>> Result.from_dict(dicewright.roll("3d6!").to_dict()).text
        '3d6!'
        """
        from dicewright import interpreter

        text, total, faces, seed, names = _described(plain)
        reading = Reading(text, limits, names)
        rolls, thrown = interpreter.roll(reading.tree, scripted(faces), limits)
        found = simplest(sum(roll.total for roll in rolls))
        if total not in (jsonable(found), written(found)) or thrown != faces:
            raise ArgumentError(
                f"With these faces, {quoted(text)} does not total {quoted(total)}.",
                code="stored-result",
                hint="The text, the faces or the total was changed after it was stored.",
            )
        return cls(reading, found, (thrown,), None, seed, rolls)

    def __str__(self) -> str:
        plan = self._plan
        if plan is not None:
            if not plan.written:
                plan.writer, plan.written = _plain_text().writer(plan), True
            if plan.writer is not None:
                return plan.writer(self._total, plan.blocks(self._faces))
        text: str = _plain_text().lines(self.groups)
        return text

    def __repr__(self) -> str:
        return f"<Result {self.notation!r} = {written(self._total)}>"

    def __int__(self) -> int:
        """Return the total, without what it has after the point."""
        return int(self._total)

    def __float__(self) -> float:
        """Return the total as a float; one too large for any raises OverflowError."""
        return float(self._total)

    def __format__(self, specification: str) -> str:
        """Return the total in a format for numbers, or the whole text in one for texts, such as ">60".

        A format for numbers ends with one of d, e, f, g or %, or groups with a comma; a fraction as a
        whole number raises ArgumentError.

        >>> import dicewright
        >>> result = dicewright.roll("2000d6", dice=lambda count, sides: [6] * count)
        >>> f"{result:,} {result:.1f} {result:06d}"
        '12,000 12000.0 012000'
        """
        if not specification or (specification[-1] not in _NUMERIC and "," not in specification):
            return format(str(self), specification)
        whole = specification[-1] in "d,"
        if whole and not isinstance(self._total, int):
            raise ArgumentError(
                f"The total {written(self._total)} is not a whole number.",
                code="format",
                hint=f'Use a format such as ".2f" in place of {quoted(specification)}.',
            )
        try:
            return format(self._total if whole else float(self._total), specification)
        except ValueError as error:
            raise ArgumentError(f"{error}.", code="format") from None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Result):
            return NotImplemented
        return self._reading == other._reading and self.faces == other.faces

    def __hash__(self) -> int:
        return hash((self._reading, self.faces))

    def __reduce__(self) -> tuple[Any, ...]:
        # The dice are worked out from the faces again.
        return Result, (self._reading, self._total, (self.faces,), None, self._seed)


@cache  # An import costs more than a call, even of what is loaded.
def _plain_text() -> ModuleType:
    """Return the module of plain text: a result that is not shown needs no words."""
    from dicewright.rendering import plain

    return plain


def _plain(meaning: Meaning) -> int | str:
    if isinstance(meaning, int):
        return jsonable(meaning)
    return meaning if isinstance(meaning, str) else as_notation(meaning)


def _described(
    plain: Mapping[str, Any],
) -> tuple[str, int | str, list[int], str | bytes | None, Mapping[str, Meaning] | None]:
    """Return text, total, faces, seed and names from plain data; ArgumentError if they are none."""
    if not isinstance(plain, Mapping):
        raise _undescribed(f"A stored result is a mapping, as to_dict returns it, not {quoted(plain)}.")
    for key in ("text", "faces", "total"):
        if key not in plain:
            raise _undescribed(f'This stored result has no "{key}".')
    faces, total, seed = plain["faces"], plain["total"], plain.get("seed")
    if not isinstance(faces, list | tuple) or not all(type(face) is int for face in faces):
        raise _undescribed(f'The "faces" of a stored result are whole numbers, not {quoted(faces)}.')
    if type(total) is not int and not isinstance(total, str):
        raise _undescribed(f'The "total" of a stored result is a number or its text, not {quoted(total)}.')
    try:
        seed = bytes.fromhex(seed["bytes"]) if isinstance(seed, Mapping) else checked_seed(seed)
    except (KeyError, TypeError, ValueError):
        raise _undescribed(
            f'The "seed" of a stored result is text or {{"bytes": "00ff"}}, not {quoted(seed)}.'
        ) from None
    return plain["text"], total, list(faces), seed, plain.get("names") or None


def _undescribed(message: str) -> ArgumentError:
    return ArgumentError(
        message, code="stored-result", hint="Keep what to_dict returns, and pass all of it to from_dict."
    )
