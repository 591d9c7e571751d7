"""JSON Schema as the tests use it: quick to import, and quick with large unions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

# Only to check formats, which is not done here: building its grammar of addresses takes a second.
with patch.dict(sys.modules, {"rfc3987_syntax": None}):
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jsonschema import ValidationError

    Keyword = Callable[[Any, list[Any], Any, Any], Iterator[ValidationError]]


def _explained_if_wrong(keyword: str, most: int | None) -> Keyword:
    """Return a check of a union that collects what is wrong with each member only if the union is wrong.

    jsonschema's own does so for every member before the one that fits: for a button in a message, it finds
    all that the button lacks to be each other kind of component.
    """
    explained: Keyword = Draft202012Validator.VALIDATORS[keyword]

    def check(validator: Any, members: list[Any], value: Any, schema: Any) -> Iterator[ValidationError]:
        fitting = 0
        for member in members:
            fitting += validator.evolve(schema=member).is_valid(value)
            if most is None and fitting:
                return
        if fitting != most:
            yield from explained(validator, members, value, schema)

    return check


Validator: type[Draft202012Validator] = extend(
    Draft202012Validator,
    {"oneOf": _explained_if_wrong("oneOf", 1), "anyOf": _explained_if_wrong("anyOf", None)},
)


def leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Yield the errors behind each error: for a union, those of each of its members."""
    for error in errors:
        if error.context:
            yield from leaves(error.context)
        else:
            yield error
