"""What other dice bots and virtual tables write, and what says the same here.

The meanings of theirs are from the Dice Maiden's and Roll20's own help pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.services.guide.model import Entry
from bot.texts import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

# Theirs: ours with a number, ours without one, and what it means. {n} is the number.
MODIFIERS = {
    "e": (
        "!o>={n}",
        "!o",
        N_("each die of {n} or more rolls an extra die, once"),
        N_("each die with its highest face rolls an extra die, once"),
    ),
    "ie": ("!>={n}", "!", N_("explode on {n} or more"), N_("explode on the highest face")),
    "x": ("!>={n}", "!", N_("explode on {n} or more"), N_("explode on the highest face")),
    "xo": ("!o>={n}", "!o", N_("explode once on {n} or more"), N_("explode once on the highest face")),
    "t": (">={n}", ">=6", N_("count the dice of {n} or more"), N_("count the dice of 6 or more")),
    "tl": ("<={n}", "<=2", N_("count the dice of {n} or less"), N_("count the dice of 2 or less")),
    "ir": (
        "r<={n}",
        "r1",
        N_("reroll {n} or less until none are left"),
        N_("reroll 1s until none are left"),
    ),
    "rr": (
        "r<={n}",
        "r1",
        N_("reroll {n} or less until none are left"),
        N_("reroll 1s until none are left"),
    ),
    "rg": ("ro>={n}", "ro6", N_("reroll {n} or more once"), N_("reroll each 6 once")),
    "min": ("mi{n}", "mi2", N_("each die counts at least {n}"), N_("each die counts at least 2")),
    "max": ("ma{n}", "ma5", N_("each die counts at most {n}"), N_("each die counts at most 5")),
    "p": ("!p>={n}", "!p", N_("penetrate on {n} or more"), N_("penetrate on the highest face")),
    "gt": (">{n}", ">5", N_("count the dice greater than {n}"), N_("count the dice greater than 5")),
    "lt": ("<{n}", "<3", N_("count the dice less than {n}"), N_("count the dice less than 3")),
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
        word, meaning = ("adv", N_("advantage")) if match["sign"] == "+" else ("dis", N_("disadvantage"))
        yield _entry(f"1d{match['sides']}{word}", _(meaning), text)
    match = re.fullmatch(_WRITTEN, text, re.IGNORECASE)
    if match and match["word"].lower() in MODIFIERS:
        with_number, alone, meaning, meaning_alone = MODIFIERS[match["word"].lower()]
        number = match["number"]
        ours = with_number.format(n=number) if number else alone
        explained = _(meaning, n=number) if number else _(meaning_alone)
        theirs = text.removeprefix(match["dice"] or "").strip()
        yield _entry(f"{match['dice'] or _USUAL_DICE}{ours}", explained, theirs)


def _entry(ours: str, meaning: str, theirs: str) -> Entry:
    return Entry(ours, _("{meaning} (elsewhere: {theirs})", meaning=meaning, theirs=theirs))
