"""The command line: `dicewright 4d6kh3`, or `python -m dicewright 4d6kh3`."""

from dicewright.cli.command import main

__all__ = ["main"]
