"""What may be saved: texts that can be rolled, by names that neither loop nor reach too deep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import dicewright
from bot.services.saved.names import canonical_name, chains, loop_from, loop_in, names_in
from bot.texts import _
from dicewright import LimitError, NotationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dicewright import Limits


@dataclass(frozen=True, slots=True)
class SavedTexts:
    """The texts of one owner by name, as they would be after a change.

    `known` has those of others that they may use, too; one's own go first.
    """

    own: Mapping[str, str]
    known: Mapping[str, str]
    limits: Limits

    def check_chains(self, name: str, *, deepest: int) -> None:
        """Raise NotationError where names loop, LimitError where more than `deepest` need each other.

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

        Raises NotationError or LimitError where it cannot: where names are missing only the text itself
        is checked, because modifiers fit some dice and not others.
        """
        texts = {**self.known, **self.own}
        text = self.own[name]
        reached = self._reached(text, texts)
        missing = tuple(sorted(reached - texts.keys()))
        if not missing:
            spellings = {
                spelling: texts[canonical_name(spelling)]
                for within in (text, *(texts[each] for each in reached))
                for spelling in names_in(within, self.limits)
            }
            dicewright.parse(text, names=spellings, limits=self.limits)
        return missing

    def _needed(self, text: str) -> set[str]:
        return {canonical_name(name) for name in names_in(text, self.limits)}

    def _reached(self, text: str, texts: Mapping[str, str]) -> set[str]:
        reached: set[str] = set()
        pending = self._needed(text)
        while pending:
            reached |= pending
            pending = {
                each for name in pending & texts.keys() for each in self._needed(texts[name])
            } - reached
        return reached

    def _loop_error(self, loop: tuple[str, ...]) -> NotationError:
        text = self.own[loop[0]]
        places = {
            canonical_name(spelling): node.span for spelling, node in names_in(text, self.limits).items()
        }
        return NotationError(
            _("These names refer to each other in a circle: {names}.", names=_arrows(loop)),
            code="name-loop",
            hint=_("Change one of them so that it no longer uses the others."),
            text=text,
            span=places[loop[1]],
        )


def _arrows(names: Iterable[str]) -> str:
    return " → ".join(f"@{name}" for name in names)
