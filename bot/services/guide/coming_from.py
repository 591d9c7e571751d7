"""Cards for people who come from other dice bots: what they write there, and what says the same here.

What is silently read in another way stands first. The meanings of theirs are from their own help pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.texts import N_


@dataclass(frozen=True, slots=True)
class Row:
    """One habit."""

    theirs: str
    ours: str
    """A whole roll, which a test reads."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Card:
    """The habits of one tool."""

    tool: str
    rows: tuple[Row, ...]


CARDS = (
    Card(
        N_("Dice Maiden"),
        (
            Row("+d20", "1d20adv", N_("advantage; here `+d20` is a plain d20")),
            Row("-d20", "1d20dis", N_("disadvantage; here `-d20` subtracts")),
            Row(
                "4d6r2",
                "4d6ro<=2",
                N_("reroll 2 or less, once; here `r2` rerolls 2s until none are left"),
            ),
            Row("1d6+2*3", "(1d6+2)*3", N_("from left to right; here multiplication goes first")),
            Row("6 4d6", "6x 4d6", N_("the same roll six times")),
            Row("4d6 k3", "4d6kh3", N_("keep the highest 3")),
            Row("4d6 d1", "4d6dl1", N_("drop the lowest")),
            Row("8d10 t7", "8d10>=7", N_("count 7 or more")),
            Row("4d6 e6", "4d6!o>=6", N_("explode once")),
            Row("4d6 ie6", "4d6!>=6", N_("explode again and again")),
            Row("4cod8", "cod 4 again8", N_("game systems; their spelling works too")),
        ),
    ),
    Card(
        "Roll20",
        (
            Row("8d10>7", "8d10>=7", N_("count 7 or more; here `>7` counts 8 and more")),
            Row("3d6!>4", "3d6!>=4", N_("explode on 4 or more; here `!>4` begins at 5")),
            Row("2d6r<2", "2d6r<=2", N_("reroll 2 or less; here `r<2` rerolls 1s")),
            Row("1d20cs>19", "1d20cs>=19", N_("critical on 19 or 20")),
            Row("[[1d20+5]]", "1d20+5", N_("an inline roll")),
            Row("4d6k3", "4d6kh3", N_("keep the highest 3")),
            Row("10d6mt", "sets(10d6)", N_("matching dice")),
            Row("5d6sd", "5d6sd", N_("sort, the highest first")),
        ),
    ),
    Card(
        "Avrae",
        (
            Row("4d6rr1", "4d6r1", N_("reroll 1s until none are left")),
            Row("4d6e6", "4d6!", N_("explode on 6")),
            Row("4d6p1", "4d6out=1", N_("drop the dice that show 1")),
            Row("1d20+5 adv", "1d20adv+5", N_("with advantage")),
            Row("(1d4,2,3)kh1", "{1d4,2,3}kh1", N_("the highest of several")),
            Row("1d20+5 Stealth", "1d20+5 # Stealth", N_("a note")),
            Row("!r 1d20", "1d20", N_("a roll")),
        ),
    ),
    Card(
        "Foundry",
        (
            Row("5d10cs>=8", "5d10>=8", N_("count 8 or more; here `cs` only marks dice")),
            Row("4d6r2", "4d6ro2", N_("reroll 2s once; here `r2` keeps rerolling")),
            Row("4d6rr2", "4d6r2", N_("reroll 2s until none are left")),
            Row("5d10x10", "5d10!10", N_("explode on 10")),
            Row("5d10xo10", "5d10!o10", N_("explode on 10, once")),
            Row("4d6min2", "4d6mi2", N_("each die counts at least 2")),
            Row("1d20ms>=15", "1d20 vs 15", N_("by how much a test is passed")),
            Row("2d6[fire]", "2d6[fire]", N_("a label")),
        ),
    ),
    Card(
        "Rollem",
        (
            Row("4d6!5", "4d6!>=5", N_("explode on 5 or more; here `!5` is exactly 5")),
            Row("4d6++2", "4d6 + 4 * 2", N_("2 for each die")),
            Row("10d6 >> 4", "10d6>=4", N_("count 4 or more")),
            Row("10d6 << 3", "10d6<=3", N_("count 3 or less")),
            Row("3#2d6", "3x 2d6", N_("the same roll three times")),
            Row("1d20c19", "1d20cs>=19", N_("critical on 19 or 20")),
            Row("5d6s", "5d6sd", N_("sort")),
            Row("ore#10d10", "ore 10", N_("the One-Roll Engine")),
        ),
    ),
    Card(
        "Dicelette",
        (
            Row("2d6>5", "2d6 vs 6", N_("test the sum; here `>5` counts dice above 5")),
            Row("1d20+5>=15", "1d20+5 vs 15", N_("test the sum")),
            Row("4#2d6", "4x 2d6", N_("the same roll four times")),
            Row("1d20 attack", "1d20 # attack", N_("a note")),
        ),
    ),
    Card(
        "BCDice",
        (
            Row("2D6>=8", "2d6 vs 8", N_("test the sum; here `>=8` counts dice of 8 or more")),
            Row("5B6>=5", "5d6>=5", N_("count 5 or more")),
            Row("4U6[6]", "4d6!", N_("explode on 6")),
            Row("D66", "d66", N_("two digits from 1 to 6")),
            Row("x3 2D6", "3x 2d6", N_("the same roll three times")),
            Row("choice[a,b,c]", "d[a,b,c]", N_("one of several")),
            Row("CC<=55", "coc 55", N_("Call of Cthulhu")),
        ),
    ),
)


def card_about(query: str) -> Card | None:
    """Return the card of the tool that a text names, as in "from Roll20"; None if it names none.

    >>> card_about("from dice maiden").tool, card_about("roll20").tool, card_about("advantage")
    ('Dice Maiden', 'Roll20', None)
    """
    wanted = "".join(query.casefold().split()).removeprefix("comingfrom").removeprefix("from")
    return next((card for card in CARDS if wanted == "".join(card.tool.casefold().split())), None)
