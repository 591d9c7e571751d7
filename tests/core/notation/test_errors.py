"""What a player reads who got it wrong: the place and the words, exactly."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import DiceError, LimitError, NotationError, RollError

NAMES = {"str": 3, "strength": 2, "pool": "2d6 + 1d8"}

# What is written, the kind and code of the error, the line with the carets, and the line of words.
ERRORS = [
    (
        "4d6kx3",
        NotationError,
        "unknown-modifier",
        "   ^^",
        '"kx" is not a modifier. Did you mean kh (keep highest) or kl (keep lowest)?',
    ),
    (
        "1d20 +",
        NotationError,
        "incomplete",
        "      ^",
        'The roll ends after "+": a number or dice should follow, as in 1d20 + 5.',
    ),
    (
        "3d",
        NotationError,
        "missing-sides",
        "  ^",
        "How many sides? Write 3d6, 3d% or 3d[1,2,3].",
    ),
    (
        "1d0",
        NotationError,
        "no-faces",
        "  ^",
        "A die needs at least one face. Write d6 or d20.",
    ),
    (
        "1/0",
        RollError,
        "division-by-zero",
        " ^^",
        "This divides by 0. The right side must not be 0.",
    ),
    (
        "@srt",
        NotationError,
        "unknown-name",
        "^^^^",
        'Nothing is saved as "@srt". Did you mean @str?',
    ),
    (
        "@",
        NotationError,
        "missing-name",
        "^",
        "A name should follow @. For example, @str.",
    ),
    (
        "(1d6",
        NotationError,
        "unclosed",
        "^",
        "This bracket is never closed. Add a ) where it should end.",
    ),
    (
        "{1d6",
        NotationError,
        "unclosed",
        "^",
        "This bracket is never closed. Add a } where it should end.",
    ),
    (
        "floor(1d6",
        NotationError,
        "unclosed",
        "     ^",
        "This bracket is never closed. Add a ) where it should end.",
    ),
    (
        "2d6 3d8",
        NotationError,
        "side-by-side",
        "    ^",
        "There is nothing between these two rolls. Write + between them, or ; for two rolls.",
    ),
    (
        "1d6)",
        NotationError,
        "unopened",
        "   ^",
        "This ) has no matching opening bracket. Add a (, or leave it out.",
    ),
    (
        "1d6}",
        NotationError,
        "unopened",
        "   ^",
        "This } has no matching opening bracket. Add a {, or leave it out.",
    ),
    (
        "1d6]",
        NotationError,
        "unopened",
        "   ^",
        "This ] has no matching opening bracket. Add a [, or leave it out.",
    ),
    (
        "[fire]",
        NotationError,
        "label-first",
        "^^^^^^",
        "A label goes after what it names. Write 2d6[fire], or d[1,2,3] for a die with these faces.",
    ),
    (
        "2d6[fire",
        NotationError,
        "unclosed",
        "   ^",
        "This bracket is never closed. Add a ] after it.",
    ),
    (
        "2d6[]",
        NotationError,
        "empty-label",
        "   ^^",
        "This label is empty. For example, 2d6[fire].",
    ),
    (
        '2d6["[fire]',
        NotationError,
        "bad-label",
        "   ^^^^^^^^",
        "A label cannot begin with a bracket. For example, 2d6[fire].",
    ),
    (
        "2d6[fire][cold]",
        NotationError,
        "second-label",
        "         ^^^^^^",
        "A term can have only one label. For example, 2d6[fire].",
    ),
    (
        "2d6[fire]kh1",
        NotationError,
        "label-first",
        "   ^^^^^^",
        "A label comes last. Write it after the modifiers, as in 2d6kh1[fire].",
    ),
    (
        "d[1,2",
        NotationError,
        "unclosed",
        " ^",
        "This bracket is never closed. Add a ] after it.",
    ),
    (
        "d[]",
        NotationError,
        "bad-face",
        "  ^",
        "A face is missing here. Faces are numbers, ranges and names, as in d[1,1,2], d[0..9] or "
        "d[hit:1, blank].",
    ),
    (
        "d[5..1]",
        NotationError,
        "bad-face",
        "  ^^^^",
        "This range of faces is backwards: write 1..5. Faces are numbers, ranges and names, as "
        "in d[1,1,2], d[0..9] or d[hit:1, blank].",
    ),
    (
        "d[a:b]",
        NotationError,
        "bad-face",
        "  ^^^",
        '"a:b" is not a face. Faces are numbers, ranges and names, as in d[1,1,2], d[0..9] or '
        "d[hit:1, blank].",
    ),
    (
        "d[1:2]",
        NotationError,
        "bad-face",
        "  ^^^",
        '"1:2" is not a face. Write d[1..2].',
    ),
    (
        "kh1",
        NotationError,
        "modifier-without-dice",
        "^^",
        '"kh" goes after dice or a group. For example, 4d6kh3 or 1d20adv.',
    ),
    (
        "4d6x2",
        NotationError,
        "unknown-modifier",
        "   ^",
        '"x" is not a modifier. Write 4d6!2.',
    ),
    (
        "4d6e6",
        NotationError,
        "unknown-modifier",
        "   ^",
        '"e" is not a modifier. Write 4d6!o>=6.',
    ),
    (
        "4d6min2",
        NotationError,
        "unknown-modifier",
        "   ^^^",
        '"min" is not a modifier. Write 4d6mi2.',
    ),
    (
        "4d6advantage",
        NotationError,
        "unknown-modifier",
        "   ^^^^^^^^^",
        '"advantage" is not a modifier. Write 4d6adv.',
    ),
    (
        "4d6rr1",
        NotationError,
        "unknown-modifier",
        "   ^^",
        '"rr" is not a modifier. Write 4d6r1.',
    ),
    (
        "4d6t5",
        NotationError,
        "unknown-modifier",
        "   ^",
        '"t" is not a modifier. Write 4d6>=5.',
    ),
    (
        "4d6p",
        NotationError,
        "unknown-modifier",
        "   ^",
        '"p" is not a modifier. Write 4d6!p.',
    ),
    (
        "4d6xyz",
        NotationError,
        "unknown-modifier",
        "   ^^^",
        '"xyz" is not a modifier. Modifiers are kh3 (keep highest), dl1 (drop lowest), adv, ! '
        "(explode), r1 (reroll), >=5 and others.",
    ),
    (
        "4d6ro",
        NotationError,
        "missing-number",
        "   ^^",
        '"ro" (reroll once) needs a number. For example, ro1 or ro<=2.',
    ),
    (
        "4d6ra",
        NotationError,
        "missing-number",
        "   ^^",
        '"ra" (roll again and add) needs a number. For example, ra1 or ra<=2.',
    ),
    (
        "4d6mi",
        NotationError,
        "missing-number",
        "   ^^",
        '"mi" (minimum) needs a number. For example, mi2.',
    ),
    (
        "4d6ma",
        NotationError,
        "missing-number",
        "   ^^",
        '"ma" (maximum) needs a number. For example, ma5.',
    ),
    (
        "4d6f1",
        NotationError,
        "count-first",
        "   ^^",
        '"f" needs a count before it. For example, 8d10>=8f=1.',
    ),
    (
        "4d6ds6",
        NotationError,
        "count-first",
        "   ^^^",
        '"ds" needs a count before it. For example, 8d10>=8ds=6.',
    ),
    (
        "4d6cs",
        NotationError,
        "missing-number",
        "   ^^",
        '"cs" (critical success) needs a number. For example, cs20 or cs>=19.',
    ),
    (
        "4d6cf",
        NotationError,
        "missing-number",
        "   ^^",
        '"cf" (critical failure) needs a number. For example, cf1 or cf<=2.',
    ),
    (
        "4d6>=",
        NotationError,
        "missing-number",
        "     ^",
        'A number should follow ">=" here. For example, 8d10>=8. To test a total against dice or a '
        "name, write vs: 1d20 vs 2d10.",
    ),
    (
        "4d6mi>=2",
        NotationError,
        "missing-number",
        "   ^^^^^",
        '"mi" takes a plain number. For example, mi2.',
    ),
    (
        "4d6kh0",
        NotationError,
        "zero-dice",
        "     ^",
        '"kh0" does nothing. Write kh1 or more.',
    ),
    (
        "4d6kh1.5",
        NotationError,
        "not-whole",
        "     ^^^",
        '"kh" takes a whole number of dice. For example, kh2.',
    ),
    (
        "4d6!!!",
        NotationError,
        "second-explosion",
        "     ^",
        "These dice already explode. Put both into one comparison, as in 4d6!>=5.",
    ),
    (
        "4d6>=5>=3",
        NotationError,
        "second-count",
        "      ^^^",
        "These dice are already counted. Use f to subtract successes and ds to count dice twice, as in "
        "8d10>=8f1ds10.",
    ),
    (
        "4d6>=5!",
        NotationError,
        "after-count",
        "      ^",
        'The dice have already been counted here. Write "!" in front of the count.',
    ),
    (
        "2d6>=7",
        NotationError,
        "never-counts",
        "   ^^^",
        "This counts dice that show at least 7, but no d6 can. To test the total, write vs, as in 2d6 vs 7.",
    ),
    (
        "2d6>6",
        NotationError,
        "never-counts",
        "   ^^",
        "This counts dice that show more than 6, but no d6 can. To test the total, write vs, as "
        "in 2d6 vs >6.",
    ),
    (
        "2d6<1",
        NotationError,
        "never-counts",
        "   ^^",
        "This counts dice that show less than 1, but no d6 can. To test the total, write vs, as "
        "in 2d6 vs <1.",
    ),
    (
        "2d6=7",
        NotationError,
        "never-counts",
        "   ^^",
        "This counts dice that show exactly 7, but no d6 can. To test the total, write vs, as in 2d6 vs =7.",
    ),
    (
        "1d1<>1",
        NotationError,
        "never-counts",
        "   ^^^",
        "This counts dice that show anything other than 1, but no d1 can. To test the total, write vs, "
        "as in 1d1 vs <>1.",
    ),
    (
        "3d6kh2>=15",
        NotationError,
        "never-counts",
        "      ^^^^",
        "This counts dice that show at least 15, but no d6 can. To test the total, write vs, as "
        "in 3d6kh2 vs 15.",
    ),
    (
        "4dF>=2",
        NotationError,
        "never-counts",
        "   ^^^",
        "This counts dice that show at least 2, but no dF can. To test the total, write vs, as in 4dF vs 2.",
    ),
    (
        "1d20r<=20",
        LimitError,
        "endless",
        "    ^^^^^",
        '"r<=20" matches every face of a d20, so the roll would never end. Leave out at least one face.',
    ),
    (
        "1d6!>=1",
        LimitError,
        "endless",
        "   ^^^^",
        '"!>=1" matches every face of a d6, so the roll would never end. Leave out at least one face.',
    ),
    (
        "5d4u",
        RollError,
        "not-unique",
        "   ^",
        "There are more dice than different faces on a d4, so they cannot all differ. Roll fewer "
        "dice, or leave out u.",
    ),
    (
        "2d4d6",
        NotationError,
        "drops-too-many",
        "   ^^",
        "This drops 6 dice, but there are only 2. For dice that roll dice, write (1d4)d6.",
    ),
    (
        "1d4d6",
        NotationError,
        "drops-too-many",
        "   ^^",
        "This drops 6 dice, but there is only one. For dice that roll dice, write (1d4)d6.",
    ),
    (
        "{2d6,1d8}dl3",
        NotationError,
        "drops-too-many",
        "         ^^^",
        "This drops 3 rolls, but there are only 2. Drop fewer.",
    ),
    (
        "{2d6,1d8}!",
        NotationError,
        "modifier-on-group",
        "         ^",
        '"!" works on dice, but this group contains several rolls. Write it inside the braces, '
        "right after the dice it is for.",
    ),
    (
        "{if(1,2,3)}kh1",
        NotationError,
        "group-of-one",
        " ^^^^^^^^^",
        "The modifiers after a group with one roll apply to its dice, so these must simply be added up. "
        "Write only dice, numbers and arithmetic in it, or several rolls separated by commas.",
    ),
    (
        "1d20 vs 15 vs 10",
        NotationError,
        "second-test",
        "           ^^",
        "A roll can be tested only once. Write ; between two rolls, or put the first test in brackets.",
    ),
    (
        "(1d20 >= 15)kh1",
        NotationError,
        "modifier-after-brackets",
        "^^^^^^^^^^^^^^",
        "Modifiers go after dice or braces, not after parentheses. Write { } around the "
        "rolls, as in {1d8 + 1d6}kh1.",
    ),
    (
        "floor",
        NotationError,
        "missing-arguments",
        "^^^^^",
        '"floor" needs brackets. For example, floor(7 / 2).',
    ),
    (
        "floor()",
        NotationError,
        "unexpected",
        "      ^",
        '")" cannot follow "(": a number or dice should, as in (1d6 + 2) * 2.',
    ),
    (
        "floor(1,2)",
        NotationError,
        "argument-count",
        "^^^^^^^^^^",
        '"floor" takes one value, not 2. For example, floor(7 / 2).',
    ),
    (
        "flor(7/2)",
        NotationError,
        "unknown-word",
        "^^^^",
        '"flor" means nothing here. Did you mean floor( )?',
    ),
    (
        "rnd(2)",
        NotationError,
        "unknown-word",
        "^^^",
        '"rnd" means nothing here. Did you mean round( )?',
    ),
    (
        "if(1)",
        NotationError,
        "argument-count",
        "^^^^^",
        '"if" takes a test and two rolls, not 1. For example, if(1d20 vs 15, 2d6, 0).',
    ),
    (
        "if 1d20",
        NotationError,
        "missing-arguments",
        "^^",
        '"if" needs brackets. For example, if(1d20 vs 15, 2d6, 0).',
    ),
    (
        "if(1,2)",
        NotationError,
        "argument-count",
        "^^^^^^^",
        '"if" takes a test and two rolls, not 2. For example, if(1d20 vs 15, 2d6, 0).',
    ),
    (
        "if(1,2,3,4)",
        NotationError,
        "argument-count",
        "^^^^^^^^^^^",
        '"if" takes a test and two rolls, not 4. For example, if(1d20 vs 15, 2d6, 0).',
    ),
    (
        "max",
        NotationError,
        "missing-arguments",
        "^^^",
        '"max" needs brackets. For example, max(1d6, 1d8).',
    ),
    (
        "1,2",
        NotationError,
        "stray-comma",
        " ^",
        "Commas can be used only inside braces or functions. Write 1000 without a comma, ; for two "
        "rolls, or {4d6, 3d8} for a group.",
    ),
    (
        ";",
        NotationError,
        "empty",
        "^",
        "There is nothing to roll. Write dice such as 1d20 or 4d6kh3 + 2.",
    ),
    (
        "!",
        NotationError,
        "unexpected",
        "^",
        'A roll cannot start with "!". Start with dice or a number, as in 1d20 + 5.',
    ),
    (
        "5 * / 2",
        NotationError,
        "unexpected",
        "    ^",
        '"/" cannot follow "*": a number or dice should, as in 1d20 * 5.',
    ),
    (
        "5 **",
        NotationError,
        "incomplete",
        "    ^",
        'The roll ends after "**": a number or dice should follow, as in 1d20 ** 5.',
    ),
    (
        "1d20 + )",
        NotationError,
        "unexpected",
        "       ^",
        '")" cannot follow "+": a number or dice should, as in 1d20 + 5.',
    ),
    (
        "{}",
        NotationError,
        "unexpected",
        " ^",
        '"}" cannot follow "{": a number or dice should, as in {4d6, 3d8}.',
    ),
    (
        "1.5d6",
        NotationError,
        "not-whole",
        "^^^",
        "The number of dice must be whole. Write 2d6, or round it: (floor(5/2))d6.",
    ),
    (
        "(1/2)d6",
        RollError,
        "dice-count",
        " ^^^",
        "This would roll 0.5 dice. The number of dice must be whole and not negative. Round it or add to it.",
    ),
    (
        "(0-1)d6",
        RollError,
        "dice-count",
        " ^^^",
        "This would roll -1 dice. The number of dice must be whole and not negative. Round it or add to it.",
    ),
    (
        "d1.5",
        NotationError,
        "not-whole",
        " ^^^",
        "A die has a whole number of sides. For example, d6.",
    ),
    (
        "d(1/2)",
        RollError,
        "die-sides",
        " ^^^^^",
        "This would be a die with 0.5 sides. A die has a whole number of sides, from 1 to 1,000,000.",
    ),
    (
        "d(0)",
        RollError,
        "die-sides",
        " ^^^",
        "This would be a die with 0 sides. A die has a whole number of sides, from 1 to 1,000,000.",
    ),
    (
        "d(-5)",
        RollError,
        "die-sides",
        " ^^^^",
        "This would be a die with -5 sides. A die has a whole number of sides, from 1 to 1,000,000.",
    ),
    (
        "2 ** 0.5",
        RollError,
        "fractional-exponent",
        "^^^^^^^^",
        "A power needs a whole exponent, but this one is 0.5. Round it first, as in 2 ** round(7/2).",
    ),
    (
        "0 ** -1",
        RollError,
        "division-by-zero",
        "^^^^^^^",
        "0 has no negative power. The exponent must not be negative here.",
    ),
    (
        "1d20adv0",
        NotationError,
        "zero-dice",
        "       ^",
        '"adv0" does nothing. Write adv1 or more.',
    ),
    (
        "hello",
        NotationError,
        "unknown-word",
        "^^^^^",
        '"hello" means nothing here. Write dice such as 1d20 or 4d6kh3 + 2.',
    ),
    (
        "1d20 plus 5",
        NotationError,
        "unknown-modifier",
        "     ^^^^",
        '"plus" is not a modifier. Write + to add.',
    ),
    (
        "6x",
        NotationError,
        "incomplete",
        "  ^",
        'The roll ends after "x": a number or dice should follow, as in 6x 4d6kh3.',
    ),
    (
        "0x 1d6",
        LimitError,
        "limit-repeats",
        "^",
        "A roll can be repeated from 1 to 100 times, not 0 times. Write a number of times as in 6x 4d6kh3.",
    ),
    (
        "101x 1d6",
        LimitError,
        "limit-repeats",
        "^^^",
        "A roll can be repeated from 1 to 100 times, not 101 times. Write a number of times as in 6x 4d6kh3.",
    ),
    (
        "1.5x 1d6",
        NotationError,
        "not-whole",
        "^^^",
        "The number of repeats must be whole. For example, 6x 4d6kh3.",
    ),
    (
        "999999999999999999999x 1d6",
        LimitError,
        "limit-repeats",
        "^^^^^^^^^^^^^^^^^^^^^",
        "A roll can be repeated from 1 to 100 times, not a 21-digit number of times. Write a number "
        "of times as in 6x 4d6kh3.",
    ),
    (
        "10001d6",
        LimitError,
        "limit-dice",
        "^^^^^",
        "This roll needs 10,001 dice or more; the limit is 10,000 for a whole roll. Roll fewer dice.",
    ),
    (
        "9999999999d9999999999",
        LimitError,
        "limit-dice",
        "^^^^^^^^^^",
        "This roll needs 9,999,999,999 dice or more; the limit is 10,000 for a whole roll. Roll fewer dice.",
    ),
    (
        "1d1000001",
        LimitError,
        "limit-faces",
        "  ^^^^^^^",
        "This die has 1,000,001 faces; the limit is 1,000,000. Use a smaller die.",
    ),
    (
        "99999999999999999999d6",
        LimitError,
        "limit-dice",
        "^^^^^^^^^^^^^^^^^^^^",
        "This roll needs a 20-digit number of dice or more; the limit is 10,000 for a whole "
        "roll. Roll fewer dice.",
    ),
    (
        "6000d6 + 6000d6",
        LimitError,
        "limit-dice",
        "^^^^^^^^^^^^^^^",
        "This roll needs 12,000 dice or more; the limit is 10,000 for a whole roll. Roll fewer dice.",
    ),
    (
        "9**9**9**9",
        LimitError,
        "limit-digits",
        "   ^^^^^^^",
        "A number here has more than 100 digits. Use smaller numbers.",
    ),
    (
        "1 $ 2",
        NotationError,
        "stray",
        "  ^",
        '"$" means nothing in a roll. Leave it out, or put a note after #, as in 1d20 # to hit.',
    ),
    (
        "1d20.",
        NotationError,
        "stray",
        "    ^",
        '"." means nothing in a roll. A decimal is written 0.5, a range of faces d[0..9].',
    ),
    (
        "1d20: attack",
        NotationError,
        "stray",
        "    ^",
        '":" means nothing in a roll. Write 1d20 # attack.',
    ),
    (
        "\u0661d6",
        NotationError,
        "stray",
        "^",
        '"\u0661" means nothing in a roll. Write digits as 0 to 9.',
    ),
    (
        "1d²",
        NotationError,
        "missing-sides",
        "  ^",
        "How many sides? Write 1d6, 1d% or 1d[1,2,3].",
    ),
    (
        "1d20 vs",
        NotationError,
        "incomplete",
        "       ^",
        'The roll ends after "vs": a number or dice should follow, as in 1d20 vs 15.',
    ),
    (
        "1d20 vs >=",
        NotationError,
        "incomplete",
        "          ^",
        'The roll ends after ">=": a number or dice should follow, as in 1d20 >= 5.',
    ),
    (
        "6x 6x 1d6",
        NotationError,
        "unknown-modifier",
        "    ^",
        '"x" is not a modifier. Dice explode with !, as in 4d6!; to multiply write *, and to '
        "repeat a roll write 6x in front.",
    ),
    (
        "{4d6 3d8}",
        NotationError,
        "side-by-side",
        "     ^",
        "There is nothing between these two rolls. Write + between them, or a comma.",
    ),
    (
        "floor(7 2)",
        NotationError,
        "side-by-side",
        "        ^",
        "There is nothing between these two rolls. Write + between them.",
    ),
    (
        "1d%%",
        NotationError,
        "incomplete",
        "    ^",
        'The roll ends after "%": a number or dice should follow, as in 1d20 % 5.',
    ),
    (
        "2dd6",
        NotationError,
        "missing-sides",
        "  ^",
        "How many sides? Write 2d6, 2d% or 2d[1,2,3].",
    ),
    (
        "1d20dis5000000",
        LimitError,
        "limit-dice",
        "^^^^^^^^^^^^^^",
        "This roll needs 5,000,001 dice or more; the limit is 10,000 for a whole roll. Roll fewer dice.",
    ),
    (
        "1d20 +5 -",
        NotationError,
        "incomplete",
        "         ^",
        'The roll ends after "-": a number or dice should follow, as in 1d20 - 5.',
    ),
    (
        "1d(",
        NotationError,
        "incomplete",
        "   ^",
        'The roll ends after "(": a number or dice should follow, as in (1d6 + 2) * 2.',
    ),
    (
        "1d20+2d6>=17",
        NotationError,
        "never-counts",
        "        ^^^^",
        "This counts dice that show at least 17, but no d6 can. To test the total, write vs, as "
        "in 1d20+2d6 vs 17.",
    ),
    (
        "{1d20+1d4}adv",
        RollError,
        "mixed-dice",
        "          ^^^",
        '"adv" rolls an extra die, but there are several kinds of dice here. Write it right after the dice '
        "it is for, as in {1d20adv + 1d4}.",
    ),
    (
        "@pool kh1",
        NotationError,
        "modifier-without-dice",
        "^^^^^^^^^",
        '"kh1" needs one kind of dice, and @pool stands for 2d6 + 1d8. In the saved roll, write the '
        "modifier right after the dice it is for.",
    ),
    (
        "d[1..9999999]",
        LimitError,
        "limit-faces",
        " ^^^^^^^^^^^^",
        "This die has 9,999,999 faces; the limit is 1,000,000. List fewer.",
    ),
    (
        "1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1",
        LimitError,
        "limit-rolls",
        "                                        ^",
        "This text has more than 20 rolls. Split them over several texts.",
    ),
    (
        "1d20 disadvantge",
        NotationError,
        "unknown-modifier",
        "     ^^^^^^^^^^^",
        '"disadvantge" is not a modifier. Write dis, as in 1d20dis.',
    ),
]


@pytest.mark.parametrize(("text", "kind", "code", "carets", "words"), ERRORS)
def test_error(text, kind, code, carets, words):
    with pytest.raises(DiceError) as caught:
        dicewright.roll(text, names=NAMES, seed="errors")

    assert str(caught.value) == (f"{text}\n{carets}\n{words}" if text else words)
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert caught.value.advice == words
    assert words.startswith(caught.value.message)
    assert words.endswith(caught.value.hint)


def test_there_are_enough_of_them():
    assert len(ERRORS) >= 90
    assert len({text for text, *_ in ERRORS}) == len(ERRORS)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "1d6+" * 30 + "kx",
            "…6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+kx\n"
            "                                                       ^^",
        ),
        (
            "kx" + "+1d6" * 30,
            "kx+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1…\n^^",
        ),
        (
            "9" * 101,
            "9" * 56 + "…\n" + "^" * 56,
        ),
        (
            "(" * 51 + "1" + ")" * 51,
            "…" + "(" * 29 + "1" + ")" * 26 + "…\n" + " " * 29 + "^",
        ),
        ("1d6 +\t\nkx", "1d6 +  kx\n       ^^"),
        ("1[力] + kx", "1[力] + kx\n        ^^"),
        ("1[e\u0301] + kx", "1[e\u0301] + kx\n       ^^"),
        ("1d6 \x1b[31m", "1d6 \N{REPLACEMENT CHARACTER}[31m\n    ^"),
        ("1d6 \ud800", "1d6 \N{REPLACEMENT CHARACTER}\n    ^"),
    ],
)
def test_the_place_in_long_and_odd_texts(text, shown):
    with pytest.raises(DiceError) as caught:
        dicewright.parse(text)

    assert str(caught.value).rpartition("\n")[0] == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (
            {"a": "1d0"},
            "1d0\n  ^\nIn @a: A die needs at least one face. Write d6 or d20.",
        ),
        (
            {"a": "@b + 1", "b": "2d6 / 0"},
            "2d6 / 0\n    ^^^\nIn @b: This divides by 0. The right side must not be 0.",
        ),
        (
            {"a": "1d6 + @x"},
            '1d6 + @x\n      ^^\nIn @a: Nothing is saved as "@x". Known names: @a.',
        ),
        (
            {"a": "@b", "b": "@c", "c": "@a"},
            "@a\n^^\nIn @c: These names refer to each other in a circle: @a → @b → @c → @a. "
            "Change one of them so that it no longer uses the others.",
        ),
        (
            {"a": "1d6; 1d8"},
            "1d6; 1d8\n^^^^^^^^\nIn @a: This name stands for several rolls, but only one can be used here. "
            "Save a single roll under this name, without repeats.",
        ),
        (
            {"a": "9000d6 + 9000d6"},
            "@a\n^^\nThis roll needs 18,000 dice or more; the limit is 10,000 for a whole roll. "
            "Roll fewer dice.",
        ),
        ({}, '@a\n^^\nNothing is saved as "@a". No names are saved here yet.'),
    ],
)
def test_errors_inside_names(names, shown):
    with pytest.raises(DiceError) as caught:
        dicewright.roll("@a", names=names, seed="errors")

    assert str(caught.value) == shown


@pytest.mark.parametrize(
    ("limits", "text", "limit", "allowed"),
    [
        (dicewright.Limits(text=5), "1d6+12", "text", 5),
        (dicewright.Limits(dice=3), "4d6", "dice", 3),
        (dicewright.Limits(), "1d6!>=1", "dice", 10_000),
    ],
)
def test_a_limit_error_names_the_limit(limits, text, limit, allowed):
    with pytest.raises(LimitError) as caught:
        dicewright.roll(text, limits=limits)

    assert (caught.value.limit, caught.value.allowed) == (limit, allowed)


def test_a_message_is_bounded_whatever_it_quotes():
    error = NotationError("x" * 5_000, code="x", hint="y\n\ud800" * 5_000)

    assert len(str(error)) < 1_000
    assert str(error).isprintable()


def test_an_error_finds_its_text_once():
    error = RollError("No.", code="no")

    assert str(error) == "No."
    assert error.found_in("1d6", dicewright.Span(0, 1)).found_in("other").text == "1d6"
    assert str(error) == "1d6\n^\nNo."
