"""The help: how to call the command, and the whole notation on one screen."""

from __future__ import annotations

_USAGE = """\
Dicewright rolls dice.

  dicewright 4d6kh3                 roll it; several words join
  dicewright "1d20+5; 2d6[fire]"    quote what your shell reads: ; ! * ( < #
  dicewright                        ask for rolls; @str = 3 sets a name
  dicewright < rolls.txt            one roll a line
  dicewright odds 4d6kh3            its exact odds; dicewright odds --help
  dicewright v5 7 h2 vs 3           a game's own roll; dicewright systems --help
  dicewright verify session.json    verifiable rolls; dicewright verify --help

  --times 6    roll it six times         --json     one JSON object a roll
  --seed TEXT  the same dice each time   --version  the version
  --help       this page                 --         what follows is all the roll
"""

ODDS_HELP = """\
Dicewright shows the exact odds of a roll.

  dicewright odds 4d6kh3                what to expect, and a bar for each total
  dicewright odds 4d6kh3 --at-least 16  the chance of 16 and more
  dicewright odds "1d20+5 vs 15"        the chance to succeed
  dicewright odds v5 7 h2 vs 3          the chance of each outcome of a game

  --at-least N  the chance of N or more   --json        one JSON object
  --at-most N   of N or less              --estimate N  from N rolls, for what
  --exactly N   of N alone                              is too large to be exact
  --versus ROLL which of two is higher    --seed TEXT   the same estimate again
  --help        this page

Without a roll it reads one from each line of standard input.

With rich installed (pip install "dicewright[charts]") the bars have colours."""

SYSTEMS_HELP = """\
Dicewright rolls in the words of many games.

  dicewright v5 7 h2 vs 3        the answer in the game's words, then the dice
  dicewright odds v5 7 h2 vs 3   how likely each outcome is
  dicewright systems             the games there are
  dicewright systems v5          how to type one of them
  dicewright new-system my.toml  a file to write your own from
  dicewright test my.toml        whether your file loads and its tests hold
  dicewright --system my.toml …  a roll with your own file; also for odds, systems

docs/systems.md says how to write a file."""

TEST_HELP = """\
dicewright test FILE runs the tests in a game system's file.

It shows each test, what was expected and what came where one fails, and the
outcomes that no test reaches. The exit status is 0 where all tests hold, 1 where
one fails, and 2 where the file cannot be used."""

NEW_SYSTEM_HELP = """\
dicewright new-system [FILE] writes a game system's file to start from.

Each part of it has a comment. Without FILE it is printed. With --schema it is the
JSON Schema of the format instead, for editors that complete keys."""

# What it is for, examples, and what they do.
LESSONS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("dice", ("3d6", "d20", "2d%", "4dF"), "% is 100, F a Fate die: -1, 0, +1"),
    ("", ("d[1,1,2]", "d[0..9]", "d[hit:1, 2s+a]"), "the faces you list; symbols"),
    ("", ("d66",), "digits: 11 to 66, for tables"),
    ("keep", ("4d6kh3", "2d20kl1", "3d6km1"), "the highest, lowest, middle"),
    ("drop", ("4d6dl1", "4d6dh1", "4d6out=1"), "the lowest, highest; all ones"),
    ("", ("1d20adv", "1d20dis"), "one more; drop the lowest, highest"),
    ("explode", ("3d6!", "3d6!>=5", "3d6!o"), "highest face rolls one more; once"),
    ("", ("3d6!!", "3d6!p", "3d6!!p"), "onto the same die; extras count -1"),
    ("reroll", ("4d6r1", "4d6ro<=2", "4d6ra6"), "while it matches; once; and add"),
    ("", ("4d6rk<=2",), "once, and keep the better"),
    ("", ("3d6u", "4d6mi2", "4d6ma5"), "all different; min 2; max 5"),
    ("count", ("8d10>=8", "6d6even", "6d6odd"), "how many match: > < >= <= = <>"),
    ("", ("8d10>=8f1", "8d10>=8ds10"), "1 takes one away, 10 counts twice"),
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
