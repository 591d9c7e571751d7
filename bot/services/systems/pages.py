"""The page of a system: how each of its rolls is typed, and what every part means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.systems.spelling import value_text
from bot.texts import _
from dicewright import DiceError, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright import Parameter, RollKind, System

_MOST_EXAMPLES = 5
_LONGEST_EXAMPLE = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a call."""

    typed: str
    """How it is typed, such as "h2" or "vs 4"."""
    meaning: str
    optional: bool


@dataclass(frozen=True, slots=True)
class RollPage:
    """One roll of a system."""

    name: str
    label: str
    call: str
    """How it is called, such as "v5 @pool [h@hunger]"."""
    parts: tuple[Part, ...]
    outcomes: tuple[tuple[str, str], ...]
    """Each outcome with its tone."""
    notes: tuple[str, ...]
    push: str


def rolls_of(system: System) -> tuple[RollPage, ...]:
    """Return the page of each roll of a system."""
    first = next(iter(system.rolls))
    return tuple(_page(system, kind, first=name == first) for name, kind in system.rolls.items())


def examples_of(system: System) -> tuple[str, ...]:
    """Return calls to try: one for each roll, then others from the file's tests."""
    calls = [*map(system.example, system.rolls), *[test.roll for test in system.tests]]
    found = dict.fromkeys(call for call in calls if len(call) <= _LONGEST_EXAMPLE)
    return tuple(found)[:_MOST_EXAMPLES]


def _page(system: System, kind: RollKind, *, first: bool) -> RollPage:
    words = [system.command] + [kind.name] * (not first) + [kind.usage] * bool(kind.usage)
    return RollPage(
        kind.name,
        kind.label or kind.name.replace("_", " "),
        " ".join(words),
        tuple(_parts(system, kind)),
        tuple((outcome.name, outcome.tone or "") for outcome in kind.outcomes),
        tuple(note.name for note in kind.notes),
        kind.push.name if kind.push is not None else "",
    )


def _parts(system: System, kind: RollKind) -> Iterator[Part]:
    try:
        _program, example = system.call(system.example(kind.name))
    except DiceError:
        example = {}
    for piece in kind.pieces:
        parameter = kind.parameters[piece.parameter]
        if piece.switch:
            yield Part(piece.prefix, described(parameter), piece.optional)
            continue
        value = example.get(piece.parameter)
        shown = "…" if value is None else value_text(system, parameter.kind, value)
        yield Part(f"{piece.prefix}{' ' * piece.spaced}{shown}", described(parameter), piece.optional)


def described(parameter: Parameter) -> str:
    """Return the description of a parameter, with its bounds and its default."""
    label = parameter.described.replace("_", " ")
    low, high = parameter.least, parameter.most
    bounds = ""
    if low is not None and high is not None:
        bounds = _("{low} to {high}", low=low, high=high)
    elif low is not None:
        bounds = _("{low} or more", low=low)
    elif high is not None:
        bounds = _("{high} or less", high=high)
    default = parameter.default
    usual = ""
    if parameter.kind == "number" and default and not isinstance(default, str):
        usual = _("{value} if left out", value=exact_text(default))
    return ", ".join(filter(None, [label, bounds, usual]))
