"""The guide that /help shows: what can be written, in plain words, by topic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be written."""

    example: str
    """A whole roll. It can be rolled as it stands."""
    meaning: str
    words: str = ""
    """What people call it besides, for the search."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the guide."""

    key: str
    title: str
    summary: str
    entries: tuple[Entry, ...]
    words: str = ""
    """What people look for and find on this page, but in no entry."""


TOPICS = (
    Topic(
        "start",
        "First steps",
        "Type `/roll`, then dice: how many, a `d`, how many sides. A total follows from `+` and `-`.",
        (
            Entry(
                "1d20+5",
                "one twenty-sided die, plus 5",
                "attack check skill save modifier bonus add plus minus",
            ),
            Entry("3d6", "three six-sided dice, added up", "sum pool damage"),
            Entry("d%", "a number from 1 to 100", "percent percentile d100 hundred"),
            Entry("1d20+5 # to hit", "a note behind #", "comment reason remark label"),
            Entry("1d20+5; 2d6+3", "two rolls in one message", "several many multiple separate semicolon"),
            Entry("6x 4d6kh3", "the same roll six times", "repeat times sets stats ability scores"),
        ),
    ),
    Topic(
        "keep",
        "Keep and drop, advantage",
        "Written right behind the dice. The dice that do not count are shown struck through.",
        (
            Entry(
                "1d20adv", "advantage: roll one more die, drop the lowest", "2d20kh1 better bless edge boon"
            ),
            Entry("1d20dis", "disadvantage: roll one more die, drop the highest", "2d20kl1 worse bane snag"),
            Entry("4d6kh3", "keep the highest 3", "k best top"),
            Entry("2d20kl1", "keep the lowest 1", "worst bottom"),
            Entry("3d20km1", "keep the middle 1", "median centre"),
            Entry("4d6dl1", "drop the lowest 1", "d remove discard"),
            Entry("4d6dh1", "drop the highest 1", "remove discard"),
        ),
    ),
    Topic(
        "explode",
        "Exploding dice",
        "A die on its highest face rolls one more. Write which faces explode behind the `!`.",
        (
            Entry(
                "4d6!", "explode: each 6 rolls one more die, and so on", "ace open ended infinite exploding"
            ),
            Entry("4d6!>=5", "explode on 5 or more", "exploding again range"),
            Entry("4d6!o", "explode once: the extra die does not explode again", "single exploding"),
            Entry("4d6!!", "compound: the extra rolls add to the same die", "compounding shadowrun stack"),
            Entry("4d6!p", "penetrate: each extra die counts one less", "penetrating hackmaster"),
        ),
    ),
    Topic(
        "reroll",
        "Rerolls, least and greatest values",
        "Which dice to roll again, and what a die counts at least or at most.",
        (
            Entry("4d6r1", "reroll every 1, until none is left", "again replace"),
            Entry("2d6ro<=2", "reroll each 1 and 2 once", "great weapon fighting again replace"),
            Entry("4d6ra6", "roll one 6 again and add it", "reroll extra once"),
            Entry("4d6mi2", "each die counts at least 2", "minimum min least floor reliable talent"),
            Entry("4d6ma5", "each die counts at most 5", "maximum max greatest cap"),
            Entry("4d20u", "every die different", "unique distinct no repeats duplicates"),
        ),
    ),
    Topic(
        "count",
        "Count successes",
        "A comparison right behind the dice counts the dice that match; the result is their number.",
        (
            Entry("8d10>=8", "count successes: dice of 8 or more", "target threshold hits world of darkness"),
            Entry("5d6=6", "count the sixes", "equal successes exactly year zero"),
            Entry("6d6<=2", "count the dice of 2 or less", "low successes"),
            Entry("8d10>=8f1", "each 1 takes one success away", "failures botch subtract ones"),
            Entry("8d10>=7ds10", "each 10 counts as two successes", "double exalted twice"),
            Entry("6d6even", "count the even dice", "odd successes"),
            Entry(
                "8d10!10>=8", "count, and each 10 rolls one more die", "explode successes chronicles 10-again"
            ),
        ),
    ),
    Topic(
        "test",
        "Against a number",
        "`vs` compares the total, and tells by how much. `if` rolls only what is needed.",
        (
            Entry("1d20+5 vs 15", "success with 15 or more", "dc ac difficulty target check beat test"),
            Entry("1d100 vs <=45", "success with 45 or less", "roll under percentile cthulhu skill"),
            Entry("2d6+1 vs 10", "tests the total, not the dice", "pbta powered by the apocalypse sum"),
            Entry("if(1d20+5 vs 15, 2d6+3, 0)", "damage only for a hit", "condition conditional then else"),
            Entry("1d20cs>=19", "19 and 20 are marked as critical", "crit critical success range"),
            Entry("1d20cf<=2", "1 and 2 are marked as critical failure", "crit fumble critical failure"),
        ),
    ),
    Topic(
        "add",
        "Add, multiply, compare rolls",
        "The usual arithmetic, with brackets. Numbers stay exact.",
        (
            Entry("(2d6+3)*2", "brackets first, then double", "multiply times arithmetic math"),
            Entry("floor(1d20/2)", "half, rounded down", "divide halve round ceil abs // function"),
            Entry("max(1d8, 1d6)", "the better of two dice", "highest min best wild die savage worlds"),
            Entry("{2d6+3, 1d12}kh1", "the better of two rolls", "group highest pick best braces"),
            Entry("{4d6+3d8}kh4", "the highest 4 of all these dice", "group mixed pool keep braces"),
            Entry("2d6[fire] + 1d8[cold]", "labels: a total for each kind", "damage type tag name"),
        ),
    ),
    Topic(
        "dice",
        "Unusual dice",
        "Any number of sides, and any faces you like.",
        (
            Entry("4dF", "Fate dice: -1, 0 or +1 each", "fudge plus minus"),
            Entry("d[1,1,2,2,3,4]", "a die with these faces", "custom list own sides"),
            Entry("2d[0..9]", "faces from 0 to 9", "custom range own zero"),
            Entry("3d[hit:1, crit:2, blank]", "faces with names", "custom symbols words named own"),
            Entry("(1d4)d6", "one die says how many others", "computed dynamic nested number"),
            Entry("4d6sd", "shown from high to low", "sort order sorted sa ascending descending"),
        ),
    ),
    Topic(
        "saved",
        "Saved rolls",
        "`/saved add attack 1d20+5` saves a roll for you, on every server. Then `/roll @attack` rolls it, "
        "and `/roll @attack adv + 2` works too.\n"
        "Numbers are saved the same way: `/saved add str 3`, then `/roll 1d20 + @str`.\n"
        "`/saved list` shows them, `/saved share` gives one to other players, `/saved export` makes a file.\n"
        "With “for: this server” everyone here can use it; that needs Manage Server.",
        (),
        words="saved macro macros alias aliases shortcut shortcuts name names variable variables "
        "character sheet share sharing import export",
    ),
    Topic(
        "table",
        "At the table",
        "`/pad` posts a dice pad: everyone taps their own roll together on it.\n"
        "`/roll` can be seen by everyone, by you alone, by you and the game master, or by the game master "
        "alone: choose with `visibility`. Of a blind roll, the game master sees by the button **Look (GM)** "
        "what it came to, and can show it to all.\n"
        "Buttons under each roll make it again, with advantage or disadvantage, tell its odds, or save it.\n"
        "In the menu of a message, **Apps** has **Roll what this says**: it rolls the dice that the message "
        "speaks of, such as `[[1d20+5]] to hit and 2d6 damage`.\n"
        "`/settings` sets up the game master's role, where secret rolls go, how replies look, and for how "
        "long rolls are kept.",
        (),
        words="table pad panel button buttons touch tap secret blind hidden hide private whisper gm dm game "
        "master visibility look reveal settings setup role channel compact message menu apps",
    ),
    Topic(
        "odds",
        "Odds and luck",
        "`/odds 4d6kh3` tells exactly how likely each total is, with a chart. `at_least`, `at_most` and "
        "`exactly` ask for some totals, and `versus` holds another roll against it.\n"
        "`/luck` says how kind the dice were to a player, and whether that is unusual; the menu of a person "
        "has it too, under **Apps**. `/fairness` says so of all the dice thrown on a server.\n"
        "The small line under a roll, such as *top 3 % of 4d6kh3*, compares it with what such a roll comes "
        "to. `/settings` turns it off.",
        (),
        words="odds luck lucky unlucky luckiest fairness fair unfair rigged random chance chances "
        "probability likely average statistics stats chart top bottom",
    ),
    Topic(
        "history",
        "Past rolls and privacy",
        "`/history` shows your rolls, wherever you made them, with links to the messages; "
        "`since` and `search` narrow them down, and a button makes a table of them for spreadsheets.\n"
        "Game masters see the rolls of this server that all here have seen: everybody's by `which`, or one "
        "`player`'s. Of a blind roll, history and figures show what it came to once it is revealed.\n"
        "`/privacy` says what is stored of you and for how long; its buttons hand you all of it as a file, "
        "or delete it at once.",
        (),
        words="history past log earlier old csv table spreadsheet privacy private data stored store "
        "gdpr delete remove forget export",
    ),
)


def topic_named(name: str) -> Topic | None:
    """Return the topic with this key or title, or None.

    >>> topic_named("Count Successes").key
    'count'
    """
    wanted = name.strip().casefold()
    return next((each for each in TOPICS if wanted in (each.key, each.title.casefold())), None)


def topic_with_example(example: str) -> Topic | None:
    """Return the topic that has this very example, or None."""
    return next((each for each in TOPICS if example in [entry.example for entry in each.entries]), None)
