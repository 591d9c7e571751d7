"""What was rolled: the total, the faces thrown, and every die that follows from them."""

from __future__ import annotations

from functools import cache

from dicewright import interpreter, labels
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.names import as_notation
from dicewright.notation.reading import Reading
from dicewright.numbers import simplest
from dicewright.randomness import scripted
from dicewright.results import jsonable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation import nodes
    from dicewright.notation.names import Meaning
    from dicewright.numbers import Number
    from dicewright.plans import Plan
    from dicewright.results import Die
    from dicewright.roll_result import RollResult


class Result:
    """What a text came to. It is read-only, and keeps every die.

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
        """What the roll came to; of several rolls, their sum."""
        return self._total

    @property
    def text(self) -> str:
        """What was asked for, as it was written."""
        return self._reading.text

    @property
    def notation(self) -> str:
        """What was asked for, in its canonical form."""
        return str(self._reading)

    @property
    def tree(self) -> nodes.Rolls:
        """What was asked for, as a tree with its names looked up."""
        return self._reading.tree

    @property
    def names(self) -> dict[str, Meaning]:
        """What the names in the text, and in what these stand for, were said to stand for."""
        return self._reading.names

    @property
    def limits(self) -> Limits:
        """The limits under which it was rolled."""
        return self._reading.limits

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
        if self._rolls is None and self._plan is not None and self._plan.shows:
            self._rolls = self._plan.rolls(self._faces)
        elif self._rolls is None:
            self._rolls, _ = interpreter.roll_affordable(self.tree, scripted(self.faces), self.limits)
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
            "names": {name: _plain(meaning) for name, meaning in self.names.items()},
            "seed": {"bytes": seed.hex()} if isinstance(seed, bytes) else seed,
            "faces": list(self.faces),
            "rolls": [roll.to_dict() for roll in self.rolls],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any], *, limits: Limits = DEFAULT_LIMITS) -> Result:
        """Return the result that `to_dict` described, rebuilt from its text and faces.

        Raises ValueError where the faces do not fit the text, or do not come to the total given.

        >>> import dicewright
        >>> Result.from_dict(dicewright.roll("3d6!").to_dict()).text
        '3d6!'
        """
        seed = plain.get("seed")
        reading = Reading(plain["text"], limits, plain.get("names") or {})
        rolls, faces = interpreter.roll(reading.tree, scripted(plain["faces"]), limits)
        total = simplest(sum(roll.total for roll in rolls))
        if jsonable(total) != plain["total"] or faces != plain["faces"]:
            raise ValueError(f"these faces do not come to {plain['total']} in {plain['text']!r}")
        if isinstance(seed, dict):
            seed = bytes.fromhex(seed["bytes"])
        return cls(reading, total, (faces,), None, seed, rolls)

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
        return f"<Result {self.notation!r} = {self.total}>"

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
    return meaning if isinstance(meaning, str | int) else as_notation(meaning)
