"""Modifiers that do not exist, lack a number or have nothing to change."""

from __future__ import annotations

from dicewright import NotationError, RollError

MODIFIERS = [
    (
        "4d6kx3",
        NotationError,
        "unknown-modifier",
        "   ^^",
        '"kx" is not a modifier. Did you mean kh (keep highest) or kl (keep lowest)?',
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
        '"x" is not a modifier. Write !2 to explode on 2, 2x in front to repeat, or * 2.',
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
        "Modifiers after a group with one roll apply to its dice, which must simply be added up. "
        "Write only dice, numbers and arithmetic in it, or several rolls separated by commas.",
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
        "1d20adv0",
        NotationError,
        "zero-dice",
        "       ^",
        '"adv0" does nothing. Write adv1 or more.',
    ),
    (
        "1d20 plus 5",
        NotationError,
        "unknown-modifier",
        "     ^^^^",
        '"plus" is not a modifier. Write + to add.',
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
        "1d20 disadvantge",
        NotationError,
        "unknown-modifier",
        "     ^^^^^^^^^^^",
        '"disadvantge" is not a modifier. Write dis, as in 1d20dis.',
    ),
]
