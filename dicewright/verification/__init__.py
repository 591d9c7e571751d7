"""Rolls that anyone can verify: the scheme, its records as JSON, and the check of them.

docs/verifiable-rolls.md describes it all, precisely enough for a verifier in another language. Standard
library only. `import dicewright.verification` loads it; rolling dice does not.

>>> from dicewright import verification
>>> verification.commitment(b"a secret of 32 random bytes here")[:16]
'0442557b5b1226b2'
"""

from __future__ import annotations

from dicewright.verification.checking import check
from dicewright.verification.comparing import compare
from dicewright.verification.files import read_json, to_json
from dicewright.verification.looks import look_call
from dicewright.verification.records import (
    Call,
    End,
    Opening,
    Receipt,
    Removed,
    Roll,
    Session,
    Start,
    Thrown,
    Words,
)
from dicewright.verification.report import Problem, Report, RollLine
from dicewright.verification.scheme import (
    SECRET_BYTES,
    commitment,
    content_digest,
    end_link,
    list_digest,
    netstrings,
    roll_link,
    roll_seed,
    start_link,
    words_after,
    words_link,
)
from dicewright.verification.seals import MOST_ROLLS, Seals, root_of
from dicewright.verification.throwing import throw

__all__ = [
    "MOST_ROLLS",
    "SECRET_BYTES",
    "Call",
    "End",
    "Opening",
    "Problem",
    "Receipt",
    "Removed",
    "Report",
    "Roll",
    "RollLine",
    "Seals",
    "Session",
    "Start",
    "Thrown",
    "Words",
    "check",
    "commitment",
    "compare",
    "content_digest",
    "end_link",
    "list_digest",
    "look_call",
    "netstrings",
    "read_json",
    "roll_link",
    "roll_seed",
    "root_of",
    "start_link",
    "throw",
    "to_json",
    "words_after",
    "words_link",
]
