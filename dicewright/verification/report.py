"""What a check of receipts and sessions found."""

from __future__ import annotations

from dicewright.values import Value


class Problem(Value):
    """Something that does not follow from what was committed to.

    >>> Problem("missing-roll", "Roll #7 is missing.", 7).number
    7
    """

    code: str
    """A short, stable name of its kind, such as "missing-roll"."""
    message: str
    number: int = 0
    """The number of the roll it is about, or 0."""


class RollLine(Value):
    """What a check says of one roll.

    >>> RollLine(41, "1d20 + 5 = 17", "follows").state
    'follows'
    """

    number: int
    said: str
    """What was rolled, such as "1d20 + 5 = 17", or why it is not shown."""
    state: str
    """"follows", "wrong", "waits" for the secret, "sealed" or "removed"."""


class Report(Value):
    """The result of checking a file.

    >>> Report("Receipt of roll #1", (), (), ()).status
    0
    """

    title: str
    rolls: tuple[RollLine, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    """What is no problem and good to know, such as that nobody had set any words."""

    @property
    def status(self) -> int:
        """The exit status: 0 if all follows, 1 for problems, 3 if not all can be checked."""
        if self.problems:
            return 1
        return 3 if any(roll.state in ("waits", "removed") for roll in self.rolls) else 0

    def count(self, state: str) -> int:
        """Return how many rolls are in a state.

        >>> Report("", (RollLine(1, "d6 = 3", "follows"),), (), ()).count("follows")
        1
        """
        return sum(roll.state == state for roll in self.rolls)
