"""The help: how to call the command, and the whole notation on one screen."""

from __future__ import annotations

_USAGE = """\
Dicewright rolls dice.

  dicewright 4d6kh3                 roll it; words are joined
  dicewright "1d20+5; 2d6[fire]"    quote special characters: ; ! * ( < #
  dicewright                        start a prompt; @str = 3 sets a name
  dicewright < rolls.txt            one roll per line
  dicewright odds 4d6kh3            exact odds; dicewright odds --help
  dicewright v5 7 h2 vs 3           a roll of a game; dicewright systems --help
  dicewright verify session.json    verifiable rolls; dicewright verify --help

  --times 6    roll it six times         --json     one JSON object per roll
  --seed TEXT  the same dice each time   --version  show the version
  --help       show this page            --         the rest is the roll
"""

ODDS_HELP = """\
Dicewright shows the exact odds of a roll.

  dicewright odds 4d6kh3                the average, and a bar for each total
  dicewright odds 4d6kh3 --at-least 16  the chance of 16 or more
  dicewright odds "1d20+5 vs 15"        the chance of success
  dicewright odds v5 7 h2 vs 3          the chance of each outcome of a game

  --at-least N  the chance of N or more   --json        one JSON object
  --at-most N   of N or less              --estimate N  estimate from N rolls,
  --exactly N   of exactly N                            for large rolls
  --versus ROLL which one is higher       --seed TEXT   the same estimate again
  --system FILE a game of your own        --help        show this page

Without a roll, it reads one from each line of standard input.

With pip install "dicewright[charts]", the bars have colors."""

SYSTEMS_HELP = """\
Dicewright knows the rolls of many games.

  dicewright v5 7 h2 vs 3        the result in the game's words, then the dice
  dicewright odds v5 7 h2 vs 3   how likely each outcome is
  dicewright systems             list the games
  dicewright systems v5          show how to use one
  dicewright new-system my.toml  start a file for your own game
  dicewright test my.toml        check your file and run its tests
  dicewright --system my.toml …  use your own file; also with odds and systems
  dicewright alien 3 --push      roll, then push the roll; at the prompt, type
                                 push, push 1 3 or keep 1 2 after a roll

docs/systems.md explains how to write a file."""

TEST_HELP = """\
dicewright test FILE runs the tests in a game system's file.

It lists the tests (if one fails, what was expected and what was rolled) and
the outcomes that no test reaches. The exit status is 0 if all tests pass, 1 if
one fails, and 2 if the file cannot be used."""

NEW_SYSTEM_HELP = """\
dicewright new-system [FILE] writes a starter file for a game system.

Each part has a comment. Without FILE, it is printed. --schema writes the JSON
Schema of the format instead, for editors with completion."""

# What it is for, examples, and what they do.
LESSONS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("dice", ("3d6", "d20", "2d%", "4dF"), "% is 100, F is Fate: -1, 0, +1"),
    ("", ("d[1,1,2]", "d[0..9]", "d[hit:1, 2s+a]"), "the faces you list; symbols"),
    ("", ("d66",), "digits: 11 to 66, for tables"),
    ("keep", ("4d6kh3", "2d20kl1", "3d6km1"), "the highest, lowest, middle"),
    ("drop", ("4d6dl1", "4d6dh1", "4d6out=1"), "the lowest, highest; all ones"),
    ("", ("1d20adv", "1d20dis"), "an extra die; drop lowest, highest"),
    ("explode", ("3d6!", "3d6!>=5", "3d6!o"), "highest face rolls another; once"),
    ("", ("3d6!!", "3d6!p", "3d6!!p"), "add to the same die; extras get -1"),
    ("reroll", ("4d6r1", "4d6ro<=2", "4d6ra6"), "while it matches; once; and add"),
    ("", ("4d6rk<=2",), "once, and keep the better"),
    ("", ("3d6u", "4d6mi2", "4d6ma5"), "all different; min 2; max 5"),
    ("count", ("8d10>=8", "6d6even", "6d6odd"), "how many match: > < >= <= = <>"),
    ("", ("8d10>=8f1", "8d10>=8ds10"), "a 1 subtracts one, a 10 adds two"),
    ("show", ("1d20cs>=19cf1", "4d6sa", "4d6sd"), "critical, failure; sorted"),
    ("add up", ("(2d6+3)*2", "7//2", "2^3", "7%4"), "+ - * / ^ ( ); // rounds down"),
    ("", ("max(1d6,1d8)", "floor(7/2)"), "also min, ceil, round, abs"),
    ("", ("twice(2d6+3)",), "all dice twice, numbers once"),
    ("", ("let x = 2d6 in @x + @x",), "one roll, used twice"),
    ("look at", ("sets(5d10)", "sides(2d6)"), "equal dice; also widest, tallest"),
    ("test", ("1d20+5 vs 15", "1d100 vs <=45"), "success and margin"),
    ("", ("if(1d20 vs 15, 2d6, 0)",), "damage only for a hit"),
    ("group", ("{1d8+3, 2d6}kh1",), "the better of two rolls"),
    ("", ("{4d6+3d8}kh4",), "the best four of all dice"),
    ("repeat", ("6x 4d6kh3", "1d20+5; 2d6+3"), "six times; two rolls"),
    ("name", ("2d6[fire]", "1d20 # to hit"), "a label; a note"),
)
_COLUMN = 9
_EXAMPLES = 36


def help_text() -> str:
    """Return all that `dicewright --help` prints, in lines of at most 80 characters."""
    return f"{_USAGE}\n{table()}"


def table() -> str:
    """Return the notation by examples, a line for each idea."""
    return "\n".join(
        f"{heading:{_COLUMN}}{'  '.join(examples):{_EXAMPLES}}{meaning}"
        for heading, examples, meaning in LESSONS
    )
