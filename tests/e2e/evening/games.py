"""What a person does with the rolls of game systems: second looks at their own, and answers to others'."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.e2e.evening.table import usable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.evening.asking import Asker
    from tests.e2e.evening.script import Step

_ROLLS = " rolls "
_PUSHES = ("push:", "choose:push:")


@dataclass(slots=True)
class Games:
    """The games of one person at the table."""

    asker: Asker
    looked_at: set[str] = field(default_factory=set)
    """The rolls of their own that they have tried to push, by the numbers in the buttons."""

    async def push(self) -> None:
        """Push the latest roll of their own that may be, with the first die that may be chosen."""
        for message, custom_id in self._buttons(*_PUSHES, own=True):
            number = custom_id.rpartition(":")[2]
            if number in self.looked_at:
                continue
            self.looked_at.add(number)
            if custom_id.startswith("push:"):
                await self.asker.use(message, custom_id, kind="push", rolls=True)
                return
            asked = await self.asker.use(message, custom_id, kind="choose")
            for select in usable(asked, "chosen:push:"):
                die = select["options"][0]["value"]
                await self.asker.use(asked or {}, select["custom_id"], die, kind="push", rolls=True)
            return

    async def answer(self, step: Step) -> None:
        """Answer somebody else's roll with the same call."""
        found = list(self._buttons("answer:", own=False))
        if not found:
            return
        message, custom_id = found[int(step.choice * len(found))]
        call = _author(message).partition(_ROLLS)[2]
        if form := await self.asker.form(self.asker.used(message, custom_id)):
            sent = self.asker.table.discord.send_form(form, by=self.asker.person, call=call)
            await self.asker.ask(sent, "answer", rolls=True)

    def _buttons(self, *beginnings: str, own: bool) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield the buttons under first rolls: of this person, or of the others."""
        name = self.asker.person.name.capitalize()
        for message, custom_id in self.asker.table.buttons(self.asker.person, *beginnings):
            first = "[this roll]" not in str(message["embeds"][0].get("description"))
            if first and _author(message).startswith(f"{name}{_ROLLS}") == own:
                yield message, custom_id


def _author(message: dict[str, Any]) -> str:
    return str(message["embeds"][0]["author"]["name"]) if message["embeds"] else ""
