"""Numbers that are too large, and arithmetic that has no result."""

from __future__ import annotations

from dicewright import LimitError, NotationError, RollError

NUMBERS = [
    (
        "1/0",
        RollError,
        "division-by-zero",
        " ^^",
        "This divides by 0. The right side must not be 0.",
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
        "A roll can be repeated from 1 to 100 times, not 10^20 times. Write a number "
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
        "This roll needs 10^19 dice or more; the limit is 10,000 for a whole roll. Roll fewer dice.",
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
        "1d20dis5000000",
        LimitError,
        "limit-dice",
        "^^^^^^^^^^^^^^",
        "This roll needs 5,000,001 dice or more; the limit is 10,000 for a whole roll. Roll fewer dice.",
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
]
