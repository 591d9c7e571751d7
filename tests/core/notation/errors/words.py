"""Words and names that nobody knows, and functions without their values."""

from __future__ import annotations

from dicewright import NotationError

WORDS = [
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
        "floor",
        NotationError,
        "missing-arguments",
        "^^^^^",
        '"floor" needs brackets. For example, floor(7 / 2).',
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
        "hello",
        NotationError,
        "unknown-word",
        "^^^^^",
        '"hello" means nothing here. Write dice such as 1d20 or 4d6kh3 + 2.',
    ),
]
