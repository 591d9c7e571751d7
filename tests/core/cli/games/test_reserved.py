"""No game can take a word of the command line for itself."""

from __future__ import annotations

from dicewright.cli import command
from dicewright.systems.loading.loader import COMMAND_LINE_WORDS


def test_every_word_of_the_command_line_is_reserved() -> None:
    assert command._COMMANDS.keys() == COMMAND_LINE_WORDS
