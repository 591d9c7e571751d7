"""From the words of a command line to an exit status."""

from __future__ import annotations

import os
import sys

import dicewright
from dicewright.cli import arguments, lessons, prompt, terminal
from dicewright.cli.session import Session
from dicewright.errors import DiceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OK, FAILED, MISUSED = 0, 1, 2
# What a shell shows for a program that Ctrl-C, or a reader that went away, has ended.
INTERRUPTED, NOBODY_READS = 130, 141


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words of the command line ask for, and return the exit status.

    0 is success, 2 a roll, an option or a file that makes no sense, 1 a system whose tests fail, rolls that
    do not verify or output that cannot be written, 3 rolls that cannot be verified yet, and 130 and 141 an
    end by Ctrl-C or by a reader that went away.
    """
    words = sys.argv[1:] if words is None else words
    terminal.prepare(sys.stdin, sys.stdout, sys.stderr)
    try:
        status = _command(words)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except DiceError as error:
        terminal.complain(error)
        return MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        terminal.silence(sys.stdout)
        return NOBODY_READS
    except OSError as error:
        terminal.silence(sys.stdout)
        terminal.complain(f"dicewright: {error.strerror}")
        return FAILED


def _command(words: Sequence[str]) -> int:
    """Run the command that the first word names, options aside; no word that begins a roll is a command."""
    at = arguments.first_word(words)
    if at is None or (command := _COMMANDS.get(words[at])) is None:
        return _roll(words)
    return command([*words[:at], *words[at + 1 :]])


def _roll(words: Sequence[str]) -> int:
    asked = arguments.read(words)
    if asked.help:
        print(lessons.help_text())
        return OK
    if asked.version:
        print(f"dicewright {dicewright.__version__}")
        return OK
    session = Session(asked, terminal.style_for(sys.stdout, os.environ))
    if asked.text is not None:
        for answer in session.rolls(asked.text):
            print(answer)
        return OK
    if terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stdout):
        prompt.converse(session)
        return OK
    return _lines(session)


def _lines(session: Session) -> int:
    """Roll each line of standard input; a line that fails does not stop the others."""
    status = OK
    for number, line in enumerate(sys.stdin or (), 1):
        try:
            for answer in session.answers(line):
                # The program that writes the next line may be waiting for the answer to this one.
                print(answer, flush=True)
        except DiceError as error:
            terminal.complain(f"line {number}:\n{error}")
            status = MISUSED
    return status


def _odds(words: Sequence[str]) -> int:
    from dicewright.cli.odds import report  # a roll needs none of it

    return report.show(words)


def _systems(words: Sequence[str]) -> int:
    from dicewright.cli.games import games_help

    return games_help.show(words)


def _test(words: Sequence[str]) -> int:
    from dicewright.cli.games import file_tests

    return file_tests.show(words)


def _new_system(words: Sequence[str]) -> int:
    from dicewright.cli.games import new_game

    return new_game.write(words)


def _verify(words: Sequence[str]) -> int:
    from dicewright.cli import verifying

    return verifying.show(words)


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "roll": _roll,
    "odds": _odds,
    "systems": _systems,
    "test": _test,
    "new-system": _new_system,
    "verify": _verify,
}
