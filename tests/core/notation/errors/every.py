"""All errors in one table, for the tests that go through every one of them.

Each row has what is written, the kind and code of the error, the line with the carets, and the line of
words.
"""

from __future__ import annotations

from tests.core.notation.errors.counting import COUNTING
from tests.core.notation.errors.dice import DICE
from tests.core.notation.errors.modifiers import MODIFIERS
from tests.core.notation.errors.numbers import NUMBERS
from tests.core.notation.errors.structure import STRUCTURE
from tests.core.notation.errors.words import WORDS

NAMES = {"str": 3, "strength": 2, "pool": "2d6 + 1d8"}
ERRORS = [*MODIFIERS, *COUNTING, *STRUCTURE, *DICE, *WORDS, *NUMBERS]
