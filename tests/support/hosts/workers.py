"""Doing a worker's work in this process: the result is the same, and no process has to start."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


async def at_once(function: Callable[[*Ts], T], /, *arguments: *Ts, turn: Hashable | None = None) -> T:  # noqa: ARG001 - as the bot's workers take it
    """Return a function's result, or raise its error."""
    return function(*arguments)
