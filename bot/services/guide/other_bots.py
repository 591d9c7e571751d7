"""What other dice bots and virtual tables write, and what says the same here.

The meanings of theirs are from the Dice Maiden's and Roll20's own help pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.services.guide.topics import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

# Theirs: ours with a number, ours without one, and what it means. {n} is the number.
MODIFIERS = {
    "e": (
        "!o>={n}",
        "!o",
        "a die of {n} or more rolls one more, once",
        "each highest face rolls one more, once",
    ),
    "ie": ("!>={n}", "!", "explode on {n} or more", "explode on the highest face"),
    "x": ("!>={n}", "!", "explode on {n} or more", "explode on the highest face"),
    "xo": ("!o>={n}", "!o", "explode once on {n} or more", "explode once on the highest face"),
    "t": (">={n}", ">=6", "count the dice of {n} or more", "count the dice of 6 or more"),
    "tl": ("<={n}", "<=2", "count the dice of {n} or less", "count the dice of 2 or less"),
    "ir": ("r<={n}", "r1", "reroll {n} and less, until none is left", "reroll every 1, until none is left"),
    "rr": ("r<={n}", "r1", "reroll {n} and less, until none is left", "reroll every 1, until none is left"),
    "rg": ("ro>={n}", "ro6", "reroll {n} and more once", "reroll each 6 once"),
    "min": ("mi{n}", "mi2", "each die counts at least {n}", "each die counts at least 2"),
    "max": ("ma{n}", "ma5", "each die counts at most {n}", "each die counts at most 5"),
    "p": ("!p>={n}", "!p", "penetrate on {n} or more", "penetrate on the highest face"),
    "gt": (">{n}", ">5", "count the dice greater than {n}", "count the dice greater than 5"),
    "lt": ("<{n}", "<3", "count the dice less than {n}", "count the dice less than 3"),
}
_DICE = r"(?P<dice>\d{0,3}d\d{1,4})?"
_WRITTEN = rf"{_DICE}\s*(?P<word>[a-z]+)\s*(?P<number>\d{{1,4}})?"
_SIGNED_DIE = r"(?P<sign>[+-])d(?P<sides>\d{1,4})"
_USUAL_DICE = "8d10"


def translated(query: str) -> Iterator[Entry]:
    """Yield what says here what `query` says elsewhere, with the dice and numbers of the query.

    >>> next(translated("5d6 e6")).example
    '5d6!o>=6'
    """
    text = query.strip()
    if match := re.fullmatch(_SIGNED_DIE, text, re.IGNORECASE):
        word, meaning = ("adv", "advantage") if match["sign"] == "+" else ("dis", "disadvantage")
        yield Entry(f"1d{match['sides']}{word}", f"{meaning}, which others write {text}")
    match = re.fullmatch(_WRITTEN, text, re.IGNORECASE)
    if match and match["word"].lower() in MODIFIERS:
        with_number, alone, meaning, meaning_alone = MODIFIERS[match["word"].lower()]
        number = match["number"]
        ours = with_number.format(n=number) if number else alone
        told = meaning.format(n=number) if number else meaning_alone
        theirs = text.removeprefix(match["dice"] or "").strip()
        yield Entry(f"{match['dice'] or _USUAL_DICE}{ours}", f"{told}; others write {theirs}")
