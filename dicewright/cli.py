"""The command line: `dicewright 4d6kh3`."""

from __future__ import annotations

import sys

from dicewright.errors import DiceError
from dicewright.roller import roll

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Roll what the arguments say, print it, and return the exit status: 0, or 2 for bad notation."""
    text = " ".join(sys.argv[1:] if arguments is None else arguments)
    try:
        print(roll(text))
    except DiceError as error:
        print(error, file=sys.stderr)
        return 2
    return 0
