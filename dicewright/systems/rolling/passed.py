"""Results that a program passes to a system, held to what they should be."""

from __future__ import annotations

from collections.abc import Mapping

from dicewright.errors import ArgumentError, quoted
from dicewright.randomness import checked_seed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TEXTS = ("system", "digest", "text", "call", "roll", "message")
_LISTS = ("notes", "faces", "follow_ups", "chosen")
_TABLES = ("parameters", "values", "pools")


def of_another_system() -> ArgumentError:
    """Return the error for a result that a system is to do something with, and did not make."""
    return ArgumentError(
        "This result is from another system, or from another version of its file.", code="other-system"
    )


def stored(plain: object) -> tuple[Mapping[str, Any], str | bytes | None]:
    """Return what `SystemResult.to_dict` returned, and its seed. Raises ArgumentError for anything else."""
    if not isinstance(plain, Mapping):
        raise ArgumentError(
            f"A stored result is a mapping, as to_dict returns it, not {quoted(plain)}.",
            code="stored-result",
        )
    for keys, kind, wanted in (
        (_TEXTS, str, "text"),
        (_LISTS, list | tuple, "a list"),
        (_TABLES, Mapping, "a mapping"),
    ):
        for key in keys:
            if not isinstance(_found(plain, key), kind):
                raise _of_another_kind(plain, key, wanted)
    if not all(type(face) is int for face in plain["faces"]):
        raise _of_another_kind(plain, "faces", "a list of whole numbers")
    if not all(isinstance(text, str) for key in ("notes", "follow_ups") for text in plain[key]):
        raise _of_another_kind(plain, "notes", "a list of texts")
    if not all(isinstance(one, list | tuple) and len(one) == 2 for one in plain["chosen"]):
        raise _of_another_kind(plain, "chosen", "a list of pairs")
    for key in ("outcome", "tone"):
        if not isinstance(_found(plain, key), str | None):
            raise _of_another_kind(plain, key, "text or None")
    if not isinstance(_found(plain, "result"), str | int | None):
        raise _of_another_kind(plain, "result", "a number, its text or None")
    if _found(plain, "action") not in (None, "push", "keep"):
        raise _of_another_kind(plain, "action", '"push", "keep" or None')
    if not isinstance(_found(plain, "first"), Mapping | None):
        raise _of_another_kind(plain, "first", "a stored result or None")
    seed = _found(plain, "seed")
    try:
        return plain, bytes.fromhex(seed["bytes"]) if isinstance(seed, Mapping) else checked_seed(seed)
    except (KeyError, TypeError, ValueError):
        raise _of_another_kind(plain, "seed", 'text or {"bytes": "00ff"}') from None


def _found(plain: Mapping[str, Any], key: str) -> Any:
    if key not in plain:
        raise ArgumentError(
            f'This stored result has no "{key}".',
            code="stored-result",
            hint="Keep what to_dict returns, and pass all of it to from_dict.",
        )
    return plain[key]


def _of_another_kind(plain: Mapping[str, Any], key: str, wanted: str) -> ArgumentError:
    return ArgumentError(
        f'The "{key}" of a stored result is {wanted}, not {quoted(plain[key])}.', code="stored-result"
    )
