"""Frozen, slotted values: what `@dataclass(frozen=True, slots=True)` gives, at a tenth of its start-up cost.

The standard decorator costs 10 ms to import and 0.8 ms a class; the core has some forty values and
promises to import within 20 ms (see docs/adr/0005). Type checkers read these classes as
dataclasses.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar, Self, dataclass_transform
else:

    def dataclass_transform(**_options: object) -> Callable[[type], type]:
        return lambda cls: cls


# Where a node stood in the text says nothing about what it means, so it takes no part in equality.
# Nor does it matter to a distribution how much work its sums may take.
_NOT_COMPARED = frozenset({"begin", "end", "limits"})


@dataclass_transform(frozen_default=True)
class _ValueType(type):
    """Turns the annotations of a class into slots and a constructor."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _ValueType:
        annotations = namespace.get("__annotations__", {})
        fields = tuple(field for field, hint in annotations.items() if not hint.startswith("ClassVar"))
        namespace["_defaults"] = {field: namespace.pop(field) for field in fields if field in namespace}
        namespace["_fields"] = namespace["__match_args__"] = namespace["__slots__"] = fields
        namespace["_compared"] = tuple(field for field in fields if field not in _NOT_COMPARED)
        namespace["__new__"] = _first_construction
        return super().__new__(cls, name, bases, namespace)


def _first_construction(owner: type[Value], *arguments: object, **named: object) -> Value:
    """Stand in for the constructor until a class is first used: most imports never use most classes."""
    constructor = _constructor(owner, owner._fields, owner._defaults)
    type.__setattr__(owner, "__new__", staticmethod(constructor))
    return constructor(owner, *arguments, **named)


def _constructor(
    owner: type[Value], fields: tuple[str, ...], defaults: dict[str, object]
) -> Callable[..., Value]:
    """Write `__new__` out field by field, as dataclasses do: a loop would triple the time of a parse.

    The fields are set while the value is a draft, which is not frozen yet: that takes half the time of
    going around a frozen one's `__setattr__`.
    """
    draft = type.__new__(
        _ValueType,
        f"{owner.__name__}Draft",
        owner.__bases__,
        # Only with both of them does the interpreter set fields as quickly as in any class.
        {
            "__slots__": fields,
            "__setattr__": object.__setattr__,
            "__delattr__": object.__delattr__,
        },
    )
    parameters = "".join(
        f", {field}=_default_{field}" if field in defaults else f", {field}" for field in fields
    )
    lines = [
        f"def __new__(_owner{parameters}):",
        "    _value = _new(_draft)",
        *[f"    _value.{field} = {field}" for field in fields],
        "    _value.__class__ = _owner",
        *(["    _value._validate()"] if hasattr(owner, "_validate") else []),
        "    return _value",
    ]
    scope: dict[str, Any] = {f"_default_{field}": value for field, value in defaults.items()}
    scope.update(_new=object.__new__, _draft=draft)
    exec("\n".join(lines), scope)  # noqa: S102 - names come from class bodies
    constructor: Callable[..., Value] = scope["__new__"]
    return constructor


# Stands in a repr where no value follows a closing bracket.
_NOTHING = object()


class Value(metaclass=_ValueType):
    """The base of every value. Subclasses list their fields as annotations; a change makes a new value.

    A subclass with a method `_validate` is checked by it as soon as it is made.

    >>> class Point(Value):
    ...     x: "int"
    ...     y: "int" = 0
    >>> Point(1).replace(y=2)
    Point(x=1, y=2)
    """

    if TYPE_CHECKING:
        _fields: ClassVar[tuple[str, ...]]
        _compared: ClassVar[tuple[str, ...]]
        _defaults: ClassVar[dict[str, object]]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; use replace({name}=...) for a changed copy")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        # None of these three recurses: a tree may be deep, and the caller far down the stack.
        pending: list[tuple[object, object]] = [(self, other)]
        while pending:
            one, another = pending.pop()
            if one is another:
                continue
            if isinstance(one, Value) and type(one) is type(another):
                pending += [(getattr(one, field), getattr(another, field)) for field in one._compared]
            elif isinstance(one, tuple) and isinstance(another, tuple):
                if len(one) != len(another):
                    return False
                pending += zip(one, another, strict=True)
            elif one != another:
                return False
        return True

    def __hash__(self) -> int:
        leaves: list[object] = []
        pending: list[object] = [self]
        while pending:
            one = pending.pop()
            if isinstance(one, Value):
                leaves.append(type(one))
                pending += [getattr(one, field) for field in one._compared]
            elif isinstance(one, tuple):
                leaves.append(len(one))
                pending += one
            else:
                leaves.append(one)
        return hash(tuple(leaves))

    def __repr__(self) -> str:
        text: list[str] = []
        # What is to be written, and in front of what: ", " or the name of a field, or a closing bracket.
        pending: list[tuple[str, Any]] = [("", self)]
        while pending:
            before, one = pending.pop()
            text.append(before)
            if isinstance(one, Value):
                text.append(f"{type(one).__name__}(")
                inside = [(f"{field}=", getattr(one, field)) for field in one._compared]
            elif type(one) is tuple:
                text.append("(")
                inside = [("", item) for item in one]
            else:
                text.append("" if one is _NOTHING else repr(one))
                continue
            pending.append((",)" if type(one) is tuple and len(one) == 1 else ")", _NOTHING))
            pending += [
                (f", {label}" if place else label, item) for place, (label, item) in enumerate(inside)
            ][::-1]
        return "".join(text)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), tuple(getattr(self, field) for field in self._fields)

    def replace(self, **changes: object) -> Self:
        """Return a copy with these fields changed; a name that is no field raises TypeError."""
        fields = self._fields
        for field in fields:
            if field not in changes:
                changes[field] = getattr(self, field)
        if len(changes) > len(fields):
            unknown = changes.keys() - set(fields)
            raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
        return type(self)(**changes)
