"""The guide that /help shows: what can be written, in plain words, by topic."""

from __future__ import annotations

from dataclasses import dataclass

from bot.texts import N_, _


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
        N_("First steps"),
        N_(
            "Type `/roll`, then the dice: how many, a `d`, and how many sides. "
            "Add or subtract with `+` and `-`."
        ),
        (
            Entry(
                "1d20+5",
                N_("one twenty-sided die, plus 5"),
                words="attack check skill save modifier bonus add plus minus",
            ),
            Entry("3d6", N_("three six-sided dice, added up"), words="sum pool damage"),
            Entry("d%", N_("a number from 1 to 100"), words="percent percentile d100 hundred"),
            Entry("1d20+5 # to hit", N_("a note after #"), words="comment reason remark label"),
            Entry(
                "1d20+5; 2d6+3",
                N_("two rolls in one message"),
                words="several many multiple separate semicolon",
            ),
            Entry("6x 4d6kh3", N_("the same roll six times"), words="repeat times sets stats ability scores"),
        ),
    ),
    Topic(
        "keep",
        N_("Keep and drop, advantage"),
        N_("Write these right after the dice. Dice that don't count are crossed out."),
        (
            Entry(
                "1d20adv",
                N_("advantage: roll an extra die, drop the lowest"),
                words="2d20kh1 better bless edge boon",
            ),
            Entry(
                "1d20dis",
                N_("disadvantage: roll an extra die, drop the highest"),
                words="2d20kl1 worse bane snag",
            ),
            Entry("4d6kh3", N_("keep the highest 3"), words="k best top"),
            Entry("2d20kl1", N_("keep the lowest 1"), words="worst bottom"),
            Entry("3d20km1", N_("keep the middle 1"), words="median centre"),
            Entry("4d6dl1", N_("drop the lowest 1"), words="d remove discard"),
            Entry("4d6dh1", N_("drop the highest 1"), words="remove discard"),
        ),
    ),
    Topic(
        "explode",
        N_("Exploding dice"),
        N_("A die that shows its highest face rolls another one. Write which faces explode after the `!`."),
        (
            Entry(
                "4d6!",
                N_("explode: each 6 rolls another die, and so on"),
                words="ace open ended infinite exploding",
            ),
            Entry("4d6!>=5", N_("explode on 5 or more"), words="exploding again range"),
            Entry(
                "4d6!o", N_("explode once: the extra die does not explode again"), words="single exploding"
            ),
            Entry(
                "4d6!!",
                N_("compound: the extra rolls add to the same die"),
                words="compounding shadowrun stack",
            ),
            Entry(
                "4d6!p", N_("penetrate: each extra die counts for one less"), words="penetrating hackmaster"
            ),
        ),
    ),
    Topic(
        "reroll",
        N_("Rerolls, minimum and maximum"),
        N_("Roll some dice again, or limit what a die can count."),
        (
            Entry("4d6r1", N_("reroll 1s until none are left"), words="again replace"),
            Entry("2d6ro<=2", N_("reroll 1s and 2s once"), words="great weapon fighting again replace"),
            Entry("4d6ra6", N_("roll one 6 again and add the new roll"), words="reroll extra once"),
            Entry("4d6mi2", N_("no die counts less than 2"), words="minimum min least floor reliable talent"),
            Entry("4d6ma5", N_("no die counts more than 5"), words="maximum max greatest cap"),
            Entry("4d20u", N_("every die different"), words="unique distinct no repeats duplicates"),
        ),
    ),
    Topic(
        "count",
        N_("Count successes"),
        N_("Write a comparison right after the dice to count the dice that match."),
        (
            Entry(
                "8d10>=8",
                N_("count successes: dice that show 8 or more"),
                words="target threshold hits world of darkness",
            ),
            Entry("5d6=6", N_("count the sixes"), words="equal successes exactly year zero"),
            Entry("6d6<=2", N_("count dice that show 2 or less"), words="low successes"),
            Entry("8d10>=8f1", N_("each 1 takes away a success"), words="failures botch subtract ones"),
            Entry("8d10>=7ds10", N_("each 10 counts as two successes"), words="double exalted twice"),
            Entry("6d6even", N_("count the even dice"), words="odd successes"),
            Entry(
                "8d10!10>=8",
                N_("count 8s and higher, and each 10 rolls another die"),
                words="explode successes chronicles 10-again",
            ),
        ),
    ),
    Topic(
        "test",
        N_("Against a number"),
        N_("`vs` compares the total with a number and shows the difference. `if` only rolls what is needed."),
        (
            Entry(
                "1d20+5 vs 15", N_("succeed on 15 or more"), words="dc ac difficulty target check beat test"
            ),
            Entry("1d100 vs <=45", N_("succeed on 45 or less"), words="roll under percentile cthulhu skill"),
            Entry(
                "2d6+1 vs 10", N_("test the total, not the dice"), words="pbta powered by the apocalypse sum"
            ),
            Entry(
                "if(1d20+5 vs 15, 2d6+3, 0)",
                N_("damage only on a hit"),
                words="condition conditional then else",
            ),
            Entry("1d20cs>=19", N_("19 and 20 are critical"), words="crit critical success range"),
            Entry("1d20cf<=2", N_("1 and 2 are critical failures"), words="crit fumble critical failure"),
        ),
    ),
    Topic(
        "add",
        N_("Add, multiply, compare rolls"),
        N_("The usual arithmetic, with parentheses. Results are exact."),
        (
            Entry("(2d6+3)*2", N_("parentheses first, then double"), words="multiply times arithmetic math"),
            Entry("floor(1d20/2)", N_("half, rounded down"), words="divide halve round ceil abs // function"),
            Entry(
                "max(1d8, 1d6)", N_("the better of two dice"), words="highest min best wild die savage worlds"
            ),
            Entry("{2d6+3, 1d12}kh1", N_("the better of two rolls"), words="group highest pick best braces"),
            Entry(
                "{4d6+3d8}kh4", N_("the highest 4 of all these dice"), words="group mixed pool keep braces"
            ),
            Entry("2d6[fire] + 1d8[cold]", N_("labels: a total for each kind"), words="damage type tag name"),
        ),
    ),
    Topic(
        "dice",
        N_("Unusual dice"),
        N_("Any number of sides, and any faces you like."),
        (
            Entry("4dF", N_("Fate dice: -1, 0 or +1 each"), words="fudge plus minus"),
            Entry("d[1,1,2,2,3,4]", N_("a die with these faces"), words="custom list own sides"),
            Entry("2d[0..9]", N_("faces from 0 to 9"), words="custom range own zero"),
            Entry("3d[hit:1, crit:2, blank]", N_("faces with names"), words="custom symbols words named own"),
            Entry(
                "(1d4)d6",
                N_("roll one die to see how many others to roll"),
                words="computed dynamic nested number",
            ),
            Entry("4d6sd", N_("sorted from high to low"), words="sort order sorted sa ascending descending"),
        ),
    ),
    Topic(
        "saved",
        N_("Saved rolls"),
        N_(
            "`/saved add attack 1d20+5` saves a roll that you can use on every server. Roll it with "
            "`/roll @attack`, or even `/roll @attack adv + 2`.\n"
            "Save numbers the same way: `/saved add str 3`, then `/roll 1d20 + @str`.\n"
            "`/saved list` shows them all, `/saved share` shares one with other players, "
            "and `/saved export` makes a file.\n"
            "Choose “for: this server” to save a roll for everyone here (needs Manage Server)."
        ),
        (),
        words="saved macro macros alias aliases shortcut shortcuts name names variable variables "
        "character sheet share sharing import export",
    ),
    Topic(
        "table",
        N_("At the table"),
        N_(
            "`/pad` posts a dice pad, where everyone can tap a roll together.\n"
            "Choose who can see a roll with `visibility`: everyone, only you, you and the GM, or only the "
            "GM. "
            "The GM opens a blind roll with **Look (GM)** and can reveal it to everyone.\n"
            "The buttons under a roll let you roll again, roll with advantage or disadvantage, see the "
            "odds, or "
            "save the roll.\n"
            "To roll the dice in a message, such as `[[1d20+5]] to hit and 2d6 damage`, open the "
            "message's menu "
            "and choose **Apps**, then **Roll these dice**.\n"
            "With `/settings`, choose the GM role, where secret rolls go, how replies look, and how long "
            "rolls "
            "are kept."
        ),
        (),
        words="table pad panel button buttons touch tap secret blind hidden hide private whisper gm dm game "
        "master visibility look reveal settings setup role channel compact message menu apps",
    ),
    Topic(
        "odds",
        N_("Odds and luck"),
        N_(
            "`/odds 4d6kh3` shows the exact odds of every total, with a chart. Use `at_least`, `at_most` or "
            "`exactly` to ask about certain totals, and `versus` to compare two rolls.\n"
            "`/luck` shows how lucky a player has been, and whether that is unusual. You can also open it "
            "from a member's menu, under **Apps**. `/fairness` checks all the dice rolled on a server.\n"
            "The small line under a roll, such as *top 3% of 4d6kh3*, shows how good the roll was. You "
            "can turn "
            "it off in `/settings`."
        ),
        (),
        words="odds luck lucky unlucky luckiest fairness fair unfair rigged random chance chances "
        "probability likely average statistics stats chart top bottom",
    ),
    Topic(
        "history",
        N_("Past rolls and privacy"),
        N_(
            "`/history` shows all your rolls, with links to the messages. Narrow them down with `since` and "
            "`search`, or save them as a file for spreadsheets.\n"
            "The GM can see the public rolls of everyone on the server with `which`, or of one `player`. The "
            "result of a blind roll appears once it has been revealed.\n"
            "`/privacy` shows what is stored about you and for how long. You can export or delete it there."
        ),
        (),
        words="history past log earlier old csv table spreadsheet privacy private data stored store "
        "gdpr delete remove forget export",
    ),
    Topic(
        "fair",
        N_("Verifiable rolls"),
        N_(
            "A GM can type `/fair on`. The bot then commits to a secret before the first roll, you add words "
            "with `/fair words`, and each roll follows from both. When the secret is revealed, anyone can "
            "check that no roll was chosen, dropped or changed.\n"
            "Each roll shows its number. *Receipt* in the menu of its message, or `/fair receipt`, gives you "
            "what you need to check it. `/fair status` shows what the bot has committed to."
        ),
        (),
        words="fair rigged cheat cheating fake trust proof prove provably verify verifiable verified receipt "
        "secret commitment",
    ),
)


def topic_named(name: str) -> Topic | None:
    """Return the topic with this key or title, or None.

    >>> topic_named("Count Successes").key
    'count'
    """
    wanted = name.strip().casefold()
    titles = {_(each.title).casefold(): each for each in TOPICS}
    return next((each for each in TOPICS if wanted == each.key), titles.get(wanted))


def topic_with_example(example: str) -> Topic | None:
    """Return the topic that has this very example, or None."""
    return next((each for each in TOPICS if example in [entry.example for entry in each.entries]), None)
