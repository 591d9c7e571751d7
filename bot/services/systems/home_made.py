"""Reading a file that somebody wrote, under limits that keep others from waiting for it.

Workers read such files, too, so this imports neither the database nor what else a service needs.
"""

from __future__ import annotations

from dicewright import DEFAULT_LIMITS, System

# A plain roll may have ten times as many dice, but says so before they are thrown.
HOME_MADE_LIMITS = DEFAULT_LIMITS.replace(dice=1_000)


def home_made(text: str) -> System:
    """Return the system of a file; its own tests are not run. Raises SystemFileError.

    >>> import dicewright
    >>> home_made(dicewright.systems().file("pbta")).command
    'pbta'
    """
    return System.from_toml(text, limits=HOME_MADE_LIMITS, check=False)
