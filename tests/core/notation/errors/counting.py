"""Dice that are counted, exploded or rerolled in a way that cannot work."""

from __future__ import annotations

from dicewright import LimitError, NotationError, RollError

COUNTING = [
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
        "4d6!!!",
        NotationError,
        "second-explosion",
        "     ^",
        "These dice already explode. Write one list of faces, as in 4d6![5,6], or one comparison: 4d6!>=5.",
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
        "1d20 vs 15 vs 10",
        NotationError,
        "second-test",
        "           ^^",
        "A roll can be tested only once. Write ; between two rolls, or put the first test in brackets.",
    ),
    (
        "1d20+2d6>=17",
        NotationError,
        "never-counts",
        "        ^^^^",
        "This counts dice that show at least 17, but no d6 can. To test the total, write vs, as "
        "in 1d20+2d6 vs 17.",
    ),
]
