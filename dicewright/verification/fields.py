"""Reading JSON strictly: every field that is missing, unknown or of another kind is named with its place."""

from __future__ import annotations

import json
import re

from dicewright.errors import DiceError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HEX = re.compile(r"[0-9a-f]{64}")
# Without zeros in front: with them, a host could spell one player in many ways, each with other seeds.
_ID = re.compile(r"[1-9][0-9]{0,19}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
# Half of a character, which has no bytes in UTF-8 to be hashed.
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LARGEST_NUMBER = 10**12


def unreadable(message: str, hint: str = "") -> DiceError:
    """Return the error of a file that is no receipt and no session."""
    return DiceError(message, code="unreadable-file", hint=hint)


def load(text: str) -> Any:
    """Return what JSON text says. Raises DiceError; a field that is there twice is an error, too.

    >>> load('{"roll": 1}')
    {'roll': 1}
    """
    try:
        return json.loads(text, object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float)
    except json.JSONDecodeError as error:
        raise unreadable(
            f"This is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except RecursionError:
        raise unreadable("This JSON is nested too deeply for a receipt.") from None
    except DiceError:
        raise
    except ValueError:
        raise unreadable("This JSON has a number with too many digits.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise unreadable(f"The field {quoted(twice)} appears twice.")
    return found


def _no_float(written: str) -> Any:
    raise unreadable(f"{quoted(written)} is not a whole number, and a receipt has no other numbers.")


class Fields:
    """The fields of an object, each of which is taken once.

    >>> fields = Fields({"roll": 41, "at": "now"}, "roll #41")
    >>> fields.whole("roll")
    41
    >>> fields.done()
    Traceback (most recent call last):
        ...
    dicewright.errors.DiceError: In roll #41: there is no field 'at'.
    """

    def __init__(self, plain: object, where: str) -> None:
        if not isinstance(plain, dict):
            raise unreadable(f"In {where}: expected an object with fields, not {quoted(plain)}.")
        self._left = dict(plain)
        self.where = where

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def take(self, name: str) -> Any:
        """Return a field as it is. Raises DiceError if it is missing."""
        if name not in self._left:
            raise unreadable(f'In {self.where}: the field "{name}" is missing.')
        return self._left.pop(name)

    def take_null(self, name: str) -> bool:
        """Take a field if it is null; return whether it is there with a value, and not taken yet."""
        if self._left.get(name, 0) is not None:
            return True
        del self._left[name]
        return False

    def take_empty(self, name: str) -> bool:
        """Take a field if it is an empty text; return whether it was."""
        if self._left.get(name) != "":
            return False
        del self._left[name]
        return True

    def text(self, name: str, longest: int = 100_000) -> str:
        """Return a text."""
        taken: str = self._held(
            name, lambda found: _is_text(found) and len(found) <= longest, "a text of whole characters"
        )
        return taken

    def digest(self, name: str, *, empty: bool = False) -> str:
        """Return 64 lower-case hexadecimal digits, or "" if that is allowed."""

        def fits(found: object) -> bool:
            return isinstance(found, str) and bool(_HEX.fullmatch(found) or (empty and not found))

        taken: str = self._held(name, fits, "64 hexadecimal digits")
        return taken

    def id(self, name: str) -> str:
        """Return an id of Discord's, in decimal digits."""
        taken: str = self._held(
            name, lambda found: isinstance(found, str) and _ID.fullmatch(found), "an id in digits"
        )
        return taken

    def moment(self, name: str) -> str:
        """Return a moment, as in 2026-11-27T20:00:00Z."""
        taken: str = self._held(
            name,
            lambda found: isinstance(found, str) and _MOMENT.fullmatch(found),
            "a moment such as 2026-11-27T20:00:00Z",
        )
        return taken

    def whole(self, name: str, *, least: int = 1, most: int = _LARGEST_NUMBER) -> int:
        """Return a whole number."""
        upto = f" to {most:,}" if most < _LARGEST_NUMBER else ""
        taken: int = self._held(
            name, lambda found: _is_whole(found, least, most), f"a whole number from {least}{upto}"
        )
        return taken

    def flag(self, name: str) -> bool:
        """Return true or false."""
        taken: bool = self._held(name, lambda found: isinstance(found, bool), "true or false")
        return taken

    def list(self, name: str) -> list[Any]:
        """Return a list."""
        taken: list[Any] = self._held(name, lambda found: isinstance(found, list), "a list")
        return taken

    def numbers(self, name: str) -> tuple[int, ...] | None:
        """Return whole numbers from 1, or None if null stands."""

        def fits(found: object) -> bool:
            return found is None or (isinstance(found, list) and all(_is_whole(each) for each in found))

        found = self._held(name, fits, "a list of whole numbers from 1, or null")
        return None if found is None else tuple(found)

    def texts(self, name: str) -> dict[str, str]:
        """Return an object whose fields are all texts."""

        def fits(found: object) -> bool:
            return isinstance(found, dict) and all(map(_is_text, (*found, *found.values())))

        taken: dict[str, str] = self._held(name, fits, "an object of texts")
        return taken

    def done(self) -> None:
        """Raise DiceError if a field was not taken."""
        for name in self._left:
            raise unreadable(f"In {self.where}: there is no field {quoted(name)}.")

    def _held(self, name: str, fits: Any, expected: str) -> Any:
        found = self.take(name)
        if not fits(found):
            raise unreadable(f'In {self.where}: "{name}" should be {expected}, not {quoted(found)}.')
        return found


def _is_whole(found: object, least: int = 1, most: int = _LARGEST_NUMBER) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and least <= found <= most


def _is_text(found: object) -> bool:
    return isinstance(found, str) and _SURROGATE.search(found) is None
