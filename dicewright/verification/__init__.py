"""Rolls that anyone can verify: the scheme, its records as JSON, and the check of them.

docs/verifiable-rolls.md describes it all, precisely enough for a verifier in another language. Standard
library only. `import dicewright.verification` loads it; rolling dice does not.

>>> from dicewright import verification
>>> verification.commitment(b"a secret of 32 random bytes here")[:16]
'0442557b5b1226b2'
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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

# Where each name is: a bot that has the scheme at hand loads it when a roll is to be verifiable.
_LOADED_LATER = {
    "Call": "records",
    "End": "records",
    "MOST_ROLLS": "seals",
    "Opening": "records",
    "Problem": "report",
    "Receipt": "records",
    "Removed": "records",
    "Report": "report",
    "Roll": "records",
    "RollLine": "report",
    "SECRET_BYTES": "scheme",
    "Seals": "seals",
    "Session": "records",
    "Start": "records",
    "Thrown": "records",
    "Words": "records",
    "check": "checking",
    "commitment": "scheme",
    "compare": "comparing",
    "content_digest": "scheme",
    "end_link": "scheme",
    "list_digest": "scheme",
    "look_call": "looks",
    "netstrings": "scheme",
    "read_json": "files",
    "roll_link": "scheme",
    "roll_seed": "scheme",
    "root_of": "seals",
    "start_link": "scheme",
    "throw": "throwing",
    "to_json": "files",
    "words_after": "scheme",
    "words_link": "scheme",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _LOADED_LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_LOADED_LATER[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LOADED_LATER})
