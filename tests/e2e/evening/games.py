"""What a person does with the rolls of game systems: second looks, answers, a character, and forms."""

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
_SHEET = "STR: 16 (+3)\nSpot Hidden 55\nattack = 1d20 + @str + 2"
_SHEET_ROLLS = ("1d20 + @str", "coc spot_hidden", "@attack", "coc spot hidden b1")
_HUNT = "v5 @pool h@hunger vs 3"


@dataclass(slots=True)
class Games:
    """The games of one person at the table."""

    asker: Asker
    looked_at: set[str] = field(default_factory=set)
    """The rolls of their own that they have tried to push, by the numbers in the buttons."""
    character: bool = False
    """Whether they have added a character."""
    hunt: bool = False
    """Whether they have saved a roll that takes values."""

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
                await self.asker.until_dice_have_rested()
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
            await self.asker.ask(self.asker.rested(sent), "answer", rolls=True)

    async def change_character(self, step: Step) -> None:
        """Add a character in a form, or else set one of its values."""
        if self.character:
            value = str(1 + int(step.choice * 9))
            asked = self.asker.slash("character set", name="str", value=value)
            await self.asker.ask(asked, "character")
        elif form := await self.asker.form(self.asker.slash("character add")):
            name = self.asker.person.name.capitalize()
            sent = self.asker.table.discord.send_form(form, by=self.asker.person, name=name, sheet=_SHEET)
            shown = await self.asker.ask(sent, "character")
            # One that was added by an answer that never came is there already.
            self.character = shown is not None and (bool(shown["embeds"]) or "already" in shown["content"])

    async def roll_sheet(self, step: Step) -> None:
        """Roll with the values of the character."""
        if not self.character:
            await self.change_character(step)
            return
        text = _SHEET_ROLLS[int(step.choice * len(_SHEET_ROLLS))]
        await self.asker.ask(self.asker.slash("roll", dice=text), "sheet", rolls=True)

    async def fill_form(self) -> None:
        """Roll a saved roll that asks for its values, or see the odds of it, in a form."""
        if not self.hunt:
            shown = await self.asker.ask(self.asker.slash("saved add", name="hunt", roll=_HUNT), "save")
            self.hunt = shown is not None and (bool(shown["embeds"]) or "already" in shown["content"])
        if not self.hunt:
            return
        for command in ("roll", "odds"):
            if form := await self.asker.form(self.asker.rested(self.asker.slash(command, dice="@hunt 7"))):
                values = {"value:hunger": "2"}
                sent = self.asker.table.discord.send_form(form, by=self.asker.person, **values)
                await self.asker.ask(self.asker.rested(sent), "filled", rolls=command == "roll")

    def _buttons(self, *beginnings: str, own: bool) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield the buttons under first rolls: of this person, or of the others."""
        name = self.asker.person.name.capitalize()
        for message, custom_id in self.asker.table.buttons(self.asker.person, *beginnings):
            first = "[this roll]" not in str(message["embeds"][0].get("description"))
            if first and _author(message).startswith(f"{name}{_ROLLS}") == own:
                yield message, custom_id


def _author(message: dict[str, Any]) -> str:
    return str(message["embeds"][0]["author"]["name"]) if message["embeds"] else ""
