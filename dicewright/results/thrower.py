"""The thrower that throws: it draws faces, keeps count of the dice, and remembers every face."""

from __future__ import annotations

from dicewright.limits import Budget
from dicewright.notation.tree.dice import Positional
from dicewright.results import Die

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.randomness import Draw
    from dicewright.results import Origin
    from dicewright.source import Span


class Thrower:
    """Throws the dice of one roll and spends its budget. `faces` are all faces in the order thrown."""

    __slots__ = ("_draw", "_terms", "budget", "faces", "limits")

    def __init__(self, draw: Draw, limits: Limits) -> None:
        self._draw = draw
        self._terms = 0
        self.limits: Limits = limits
        self.budget: Budget = Budget(limits)
        self.faces: list[int] = []

    def next_roll(self) -> Thrower:
        """Start to number pools again, for the next roll of the text."""
        self._terms = 0
        return self

    def new_term(self) -> int:
        """Return the number of the next pool of this roll."""
        self._terms += 1
        return self._terms - 1

    def throw(
        self,
        count: int,
        kind: DieKind,
        term: int,
        span: Span,
        *,
        origin: Origin = "rolled",
        source: int | None = None,
    ) -> list[Die]:
        """Return `count` new dice of one kind; too many for the budget raise LimitError."""
        if isinstance(kind, Positional):
            return [self._digits(kind, term, span, origin, source) for _ in range(count)]
        self.budget.spend_dice(count, span)
        number = len(self.faces)
        drawn = self._draw(count, kind.sides)
        self.faces.extend(drawn)
        thrown = []
        # A die may list hundreds of faces, and ten thousand dice show the same ones again and again.
        faces = {position: kind.face(position) for position in set(drawn)}
        for number, position in enumerate(drawn, number):  # noqa: B020 - counts on from the dice before
            face = faces[position]
            thrown.append(
                Die(number, term, kind, (face.value,), face.value, face.name, origin=origin, source=source)
            )
        return thrown

    def throw_again(self, die: Die, span: Span, origin: Origin) -> Die:
        """Return one more die of the same kind in the same pool, which came from this one."""
        if isinstance(die.kind, Positional):
            return self._digits(die.kind, die.term, span, origin, die.number)
        self.budget.spend_dice(1, span)
        kind, number = die.kind, len(self.faces)
        position = self._draw(1, kind.sides)[0]
        self.faces.append(position)
        face = kind.face(position)
        return Die(
            number, die.term, kind, (face.value,), face.value, face.name, origin=origin, source=die.number
        )

    def _digits(self, kind: Positional, term: int, span: Span, origin: Origin, source: int | None) -> Die:
        """Return a number of which each digit was thrown with a die of its own, the first digit first."""
        number = len(self.faces)
        for _ in range(kind.length):
            self.budget.spend_dice(1, span)
            self.faces.extend(self._draw(1, kind.digit))
        value = kind.face(kind.position(self.faces[number:])).value
        return Die(number, term, kind, (value,), value, origin=origin, source=source)
