"""The prompt: rolls asked for one after the other, with the arrow keys going through the earlier ones."""

from __future__ import annotations

import contextlib

from dicewright.cli import lessons, terminal
from dicewright.errors import DiceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.cli.session import Session

_GREETING = 'Type a roll such as 4d6kh3, "@str = 3" to set a name, "help" or "quit".'


def converse(session: Session) -> None:
    """Roll what a person types until they leave: with quit, Ctrl-D or Ctrl-C."""
    with contextlib.suppress(ImportError):  # Windows has line editing of its own
        import readline  # noqa: F401 - input() then edits and remembers lines
    print(_GREETING)
    while True:
        try:
            line = input("> ")
            match line.strip().lower():
                case "quit" | "exit":
                    return
                case "help":
                    print(lessons.table())
                case _:
                    for answer in session.answers(line):
                        print(answer)
        except DiceError as error:
            terminal.complain(error)
        except (EOFError, KeyboardInterrupt):
            print()
            return
