"""The topics of the guide about notation, each with examples that can be rolled."""

from __future__ import annotations

from bot.services.guide.model import Entry, Topic
from bot.texts import N_

NOTATION_TOPICS = (
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
        N_("Write these right after the dice. Dice that don't count have a ✗ after them."),
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
            Entry("5d6out=1", N_("ones don't count"), words="out remove discard exclude ignore value"),
            Entry(
                "4d6kh(1+2)",
                N_("a computed number, here 3"),
                words="formula arithmetic parentheses keep computed calculated",
            ),
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
            Entry("4d6![1,6]", N_("explode on 1 and on 6"), words="exploding several values set list"),
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
            Entry(
                "4d6!!p",
                N_("compound and penetrate: extra rolls add to the die, each minus one"),
                words="compounding penetrating",
            ),
        ),
    ),
    Topic(
        "reroll",
        N_("Rerolls, minimum and maximum"),
        N_("Roll some dice again, or limit what a die can count."),
        (
            Entry("4d6r1", N_("reroll 1s until none are left"), words="again replace"),
            Entry(
                "4d6r[1,3]", N_("reroll 1s and 3s until none are left"), words="again several values set list"
            ),
            Entry("2d6ro<=2", N_("reroll 1s and 2s once"), words="great weapon fighting again replace"),
            Entry(
                "3d6rk<=2", N_("reroll 1s and 2s once, and keep the better"), words="again better keep higher"
            ),
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
            Entry(
                "4d6=[4..6]",
                N_("count a range, here from 4 to 6"),
                words="range between set list several values",
            ),
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
                "1d20+5 vs 15 and 1d6 vs 3",
                N_("and: succeed only if both tests do"),
                words="both logic combine conditions tests",
            ),
            Entry(
                "1d20 vs 15 or 1d6 vs 6",
                N_("or: succeed if either test does"),
                words="either logic combine conditions tests",
            ),
            Entry(
                "not 1d20 vs 15", N_("not: succeed if the test fails"), words="not negate opposite fail logic"
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
            Entry(
                "twice(1d8+3)",
                N_("double the dice, but not the number"),
                words="critical hit crit double twice damage",
            ),
            Entry(
                "let x = 2d6 in @x + @x",
                N_("name a roll to use its total more than once"),
                words="let variable name same roll again reuse",
            ),
            Entry(
                "let hit = 1d20 in if(@hit = 20, 2d8, 1d8)",
                N_("decide by a roll that has a name"),
                words="let variable condition critical reuse",
            ),
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
                "3d[s+a, 2s, blank]",
                N_("symbols: several on a face, each counted separately"),
                words="custom symbols symbol icons narrative genesys own",
            ),
            Entry(
                "d66",
                N_("two digits from 1 to 6, for tables"),
                words="d66 d666 d88 digits positional table tens",
            ),
            Entry("d(66)", N_("a die with 66 sides"), words="d66 sixty-six"),
            Entry(
                "(1d4)d6",
                N_("roll one die to see how many others to roll"),
                words="computed dynamic nested number",
            ),
            Entry("4d6sd", N_("sorted from high to low"), words="sort order sorted sa ascending descending"),
        ),
    ),
    Topic(
        "sets",
        N_("Matching dice"),
        N_("Look for dice that show the same, or for the largest die."),
        (
            Entry(
                "sets(6d10)",
                N_("sets of equal dice: how many there are"),
                words="sets matching match pairs ore one-roll engine groups",
            ),
            Entry(
                "widest(5d6)",
                N_("the most dice that show the same"),
                words="widest width matching of a kind yahtzee triples set",
            ),
            Entry(
                "widest(2d6) vs 2",
                N_("doubles: succeed if two dice show the same"),
                words="widest doubles pair same matching",
            ),
            Entry(
                "tallest(10d10)",
                N_("the highest face that at least two dice show"),
                words="tallest height matching highest pair set ore",
            ),
            Entry(
                "sides({1d6 + 1d8 + 1d10}out=1dh2)",
                N_("the sides of the largest die left"),
                words="sides largest biggest effect die cortex",
            ),
        ),
    ),
    Topic(
        "words",
        N_("In your own words"),
        N_("Some words do what they say. The answer shows what was understood; other words are a note."),
        (
            Entry("1d20+5 with advantage", N_("the same as 1d20adv+5"), words="words plain english"),
            Entry("4d6 drop lowest", N_("the same as 4d6dl1"), words="words plain english"),
            Entry("4d6 keep 3", N_("the same as 4d6kh3"), words="words plain english"),
            Entry("1d20+3 dc 15", N_("the same as 1d20+3 vs 15"), words="words plain english"),
            Entry("5d6 5+", N_("the same as 5d6>=5"), words="words plain english plus"),
            Entry("4d6 x6", N_("the same as 6x 4d6"), words="words plain english times"),
            Entry("1d20+5 to hit", N_("words after the roll are its note"), words="words plain english"),
        ),
    ),
)
