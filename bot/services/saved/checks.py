"""What may be saved: texts that can be rolled, by names that neither loop nor reach too deep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import dicewright
from bot.services.saved.names import (
    canonical_name,
    chains,
    is_notation,
    loop_from,
    loop_in,
    mentioned,
    names_in,
)
from bot.texts import _
from dicewright import LimitError, NotationError, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dicewright import Limits


class Games(Protocol):
    """What knows the game systems whose calls may be saved."""

    def is_call(self, text: str) -> bool:
        """Return whether a text is a call. Raises NotationError if it is meant as one and is none."""


@dataclass(frozen=True, slots=True)
class SavedTexts:
    """The texts of one owner by name, as they would be after a change.

    `known` has those of others that they may use, too; one's own go first.
    """

    own: Mapping[str, str]
    known: Mapping[str, str]
    limits: Limits
    games: Games | None = None

    def check_chains(self, name: str, *, deepest: int) -> None:
        """Raise NotationError if names loop, LimitError if more than `deepest` need each other.

        `name` is the one that changed, from which a loop is described.
        """
        needs = {other: self._needed(text) for other, text in self.own.items()}
        if loop := loop_from(name, loop_in(needs)):
            raise self._loop_error(loop)
        longest = max(chains(needs).values(), key=len, default=())
        if len(longest) > deepest:
            raise LimitError(
                _(
                    "These names are nested {count} levels deep: {names}.",
                    count=len(longest),
                    names=_arrows(longest),
                ),
                limit="depth",
                allowed=deepest,
                hint=_("Names can use other names, but at most {most} levels deep.", most=deepest),
            )

    def missing(self, name: str) -> tuple[str, ...]:
        """Return the names that a name needs and nobody has saved; without any, it can be rolled.

        Raises NotationError or LimitError if it cannot: if names are missing only the text itself
        is checked, because modifiers fit some dice and not others. A call of a game system is checked by
        the `games`.
        """
        texts = {**self.known, **self.own}
        text = self.own[name]
        if self.games is not None and self.games.is_call(text):
            return tuple(each for each in self._in_order(text, texts) if each not in texts)
        names_in(text, self.limits)
        reached = self._in_order(text, texts)
        for each in reached:
            if each in texts and not is_notation(texts[each], self.limits):
                raise call_in_dice(each, texts[each], text, place_of(each, text))
        missing = tuple(each for each in reached if each not in texts)
        if not missing:
            spellings = {
                spelling: texts[canonical_name(spelling)]
                for within in (text, *(texts[each] for each in reached))
                for spelling in mentioned(within, self.limits)
            }
            dicewright.parse(text, names=spellings, limits=self.limits)
        return missing

    def _needed(self, text: str) -> set[str]:
        return set(self._mentioned(text))

    def _mentioned(self, text: str) -> list[str]:
        return [canonical_name(name) for name in mentioned(text, self.limits)]

    def _in_order(self, text: str, texts: Mapping[str, str]) -> list[str]:
        """Return all names that a text needs, in the order of their first mention."""
        found: dict[str, None] = {}
        pending = self._mentioned(text)[::-1]
        while pending:
            name = pending.pop()
            if name not in found:
                found[name] = None
                pending += reversed(self._mentioned(texts.get(name, "")))
        return list(found)

    def _loop_error(self, loop: tuple[str, ...]) -> NotationError:
        text = self.own[loop[0]]
        return NotationError(
            _("These names refer to each other in a circle: {names}.", names=_arrows(loop)),
            code="name-loop",
            hint=_("Change one of them so that it no longer uses the others."),
            text=text,
            span=place_of(loop[1], text),
        )


def call_in_dice(name: str, call: str, text: str, span: Span) -> NotationError:
    """Return the error for a name among dice that stands for a call of a game system."""
    return NotationError(
        _("@{name} is a game's roll ({call}) and can't be part of other dice.", name=name, call=call),
        code="call-in-dice",
        hint=_("Roll it on its own, or put a ; between the two."),
        text=text,
        span=span,
    )


def place_of(name: str, text: str) -> Span:
    """Return where a name is first written in a text, with its @; the whole text if it is not."""
    places = (each for each in re.finditer(r"@(\w+)", text) if canonical_name(each[1]) == name)
    found = next(places, None)
    return Span(0, len(text)) if found is None else Span(*found.span())


def _arrows(names: Iterable[str]) -> str:
    return " → ".join(f"@{name}" for name in names)
