"""The rolls of a text: what stands between semicolons, each an expression with its repeats and its note."""

from __future__ import annotations

from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.nodes import Expression


class Roll(Value):
    """One roll of a text: an expression, how often it is rolled, and the player's note."""

    expression: Expression
    repeat: int | None = None
    note: str = ""

    def __str__(self) -> str:
        repeat = "" if self.repeat is None else f"{self.repeat}x "
        return f"{repeat}{self.expression}" + (f" # {self.note}" if self.note else "")


class Rolls(Value):
    """All the rolls of a text, between semicolons."""

    rolls: tuple[Roll, ...]

    def __str__(self) -> str:
        return "; ".join(map(str, self.rolls))
