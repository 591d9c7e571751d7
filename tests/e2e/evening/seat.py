"""A person at the table, who does what the script says as far as the bot lets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.e2e.evening.asking import Asker
from tests.e2e.evening.games import Games
from tests.e2e.evening.script import GAME_MASTER, PLAYERS, script
from tests.e2e.evening.table import direct_channel, usable
from tests.support.fake_discord import payloads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

    from tests.e2e.evening.script import Step
    from tests.e2e.evening.table import Table
    from tests.support.fake_discord import Person

# What the bot lets a person do as often as they like.
_UNLIMITED = frozenset({"look", "reveal", "peek", "save", "save_button", "edit", "remove", "help"})


@dataclass(slots=True)
class Seat:
    """A person with what they have in hand."""

    asker: Asker
    seed: int
    games: Games
    names: list[str] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.asker.person

    @property
    def table(self) -> Table:
        return self.asker.table

    async def play(self) -> None:
        """Do one thing after the other while the gate is open, until the evening is over."""
        for step in script(self.person, seed=self.seed):
            if step.kind not in _UNLIMITED:
                await self.asker.until_dice_have_rested()
            await self.table.open.wait()
            if self.table.over:
                return
            await self.table.note(busy=1)
            try:
                self.table.steps[step.kind] += 1
                await self._do(step)
            finally:
                await self.table.note(busy=-1)

    def _do(self, step: Step) -> Awaitable[Any]:
        match step.kind:
            case "roll" | "short":
                return self.roll(step.notation, step, name="r" if step.kind == "short" else "roll")
            case "only_me" | "me_and_gm" | "blind":
                return self.roll(step.secret, step, visibility=step.kind)
            case "great":
                return self.roll("2000d6", step)
            case "direct":
                return self._direct(step)
            case "again":
                return self._press(step, "roll:", "roll#", rolls=True)
            case "odds_button":
                return self._press(step, "odds:", "odds#")
            case "look" | "reveal":
                return self._press(step, f"{step.kind}:")
            case "peek":
                return self._press(step, "look:", "reveal:")
            case "game":
                return self.roll(step.game, step)
            case "push" | "answer":
                return self.games.push() if step.kind == "push" else self.games.answer(step)
            case "sheet":
                return self.games.roll_sheet(step)
            case "character" | "values":
                return (
                    self.games.change_character(step) if step.kind == "character" else self.games.fill_form()
                )
            case "pad":
                return self._pad(step)
            case "type":
                return self._type(step)
            case "menu":
                return self._menu(step)
            case "odds" | "versus":
                return self._odds(step)
            case "history" | "privacy":
                return self._look_back(step)
            case "save" | "saved" | "edit" | "list" | "remove" | "save_button":
                return self._saved(step)
            case _:
                return self._ask_about(step)

    async def roll(self, notation: str, step: Step, *, name: str = "roll", visibility: str = "") -> None:
        """Roll by the slash command."""
        options: dict[str, Any] = {"dice": notation}
        if step.note:
            options["note"] = step.note
        if visibility:
            options["visibility"] = visibility
        if step.choice > 0.97:
            options["times"] = 3
        channel_id = step.channel_id or payloads.CHANNEL_ID
        await self.asker.ask(self.asker.slash(name, channel_id=channel_id, **options), step.kind, rolls=True)

    async def _direct(self, step: Step) -> None:
        asked = self.asker.slash(
            "roll", context="bot_dm", channel_id=direct_channel(self.person), dice=step.notation
        )
        await self.asker.ask(asked, "direct", rolls=True)

    async def _press(self, step: Step, *beginnings: str, rolls: bool = False) -> None:
        found = list(self.table.buttons(self.person, *beginnings, old=step.old))
        if found:
            message, custom_id = found[int(step.choice * len(found))]
            await self.asker.use(message, custom_id, kind=step.kind, rolls=rolls)

    async def _pad(self, step: Step) -> None:
        """Put a roll together on the pad that all share, and roll it."""
        panel = next(self.table.buttons(self.person, "pad::d20", old=step.old), None)
        if panel is None or step.choice > 0.8:
            await self.asker.ask(self.asker.slash("pad"), "pad")
            return
        message, _ = panel
        own = await self.asker.use(message, "pad::d6", kind="pad")
        for key in ("d8", "+1", "adv", "roll"):
            if own is None or not own["components"]:
                return
            rolls = key == "roll"
            shown = await self.asker.use(own, f"pad:{message['id']}:{key}", kind="pad", rolls=rolls)
            own = shown if shown is not None and not rolls else own

    async def _type(self, step: Step) -> None:
        """Type a roll letter by letter, and send it."""
        for length in range(1, len(step.notation[:12]) + 1):
            typed = await self.table.discord.type_into(
                "roll", "dice", by=self.person, dice=step.notation[:length]
            )
            if (await self.asker.answered(typed, "letter")).interaction.callback is None:
                return
        await self.roll(step.notation, step)

    async def _menu(self, step: Step) -> None:
        """Roll what another player's message says."""
        text = f"I roll {step.notation} against it, and [[{step.notation}]]"
        author = PLAYERS[int(step.choice * 6) % 6]
        message = payloads.message(self.table.discord.rest.new_id(), {"content": text})
        message |= {"author": payloads.user(author.user_id, author.name), "type": 0}
        asked = self.table.discord.menu("Roll these dice", message, by=self.person)
        await self.asker.ask(asked, "menu", rolls=True)

    async def _odds(self, step: Step) -> None:
        options: dict[str, Any] = {"versus": "3d6"} if step.kind == "versus" else {}
        if step.choice > 0.5:
            options["at_least"] = float(round(10 * step.choice))
        await self.asker.ask(self.asker.slash("odds", dice=step.odds, **options), step.kind)

    async def _saved(self, step: Step) -> None:
        name = self.names[int(step.choice * len(self.names))] if self.names else ""
        match step.kind:
            case "save_button":
                if found := list(self.table.buttons(self.person, "save:", "save#", old=step.old)):
                    pressed = self.asker.used(*found[int(step.choice * len(found))])
                    if form := await self.asker.form(pressed):
                        await self._save(step, form)
            case "save":
                await self._save(step)
            case _ if not name:
                await self._save(step)
            case "saved":
                asked = self.asker.slash("roll", dice=f"@{name} + 1d4")
                await self.asker.ask(asked, "saved", rolls=True)
            case "edit":
                if form := await self.asker.form(self.asker.slash("saved edit", name=name)):
                    sent = self.table.discord.send_form(form, by=self.person, text=f"{step.notation} + 1")
                    await self.asker.ask(sent, "edit")
            case "list":
                listed = await self.asker.ask(self.asker.slash("saved list"), "list")
                for select in usable(listed, "saved:pick"):
                    chosen = select["options"][int(step.choice * len(select["options"]))]["value"]
                    await self.asker.until_dice_have_rested()
                    await self.asker.use(listed, select["custom_id"], chosen, kind="list", rolls=True)
            case _:
                removed = await self.asker.ask(self.asker.slash("saved remove", name=name), "remove")
                back = next(self.table.buttons(self.person, f"saved:back:mine:{name}:"), None)
                if removed is not None and back is not None and removed["id"] == back[0]["id"]:
                    await self.asker.use(*back, kind="remove")

    async def _save(self, step: Step, form: dict[str, Any] | None = None) -> None:
        name = f"{self.person.name}_{self.table.steps['save'] + self.table.steps['save_button']}"
        if len(self.names) > 40:
            return
        if form is None:
            shown = await self.asker.ask(self.asker.slash("saved add", name=name, roll=step.notation), "save")
        else:
            sent = self.table.discord.send_form(form, by=self.person, name=name, text=step.notation)
            shown = await self.asker.ask(sent, "save_button")
        if shown is not None and shown["embeds"]:
            self.names.append(name)

    async def _ask_about(self, step: Step) -> None:
        match step.kind:
            case "luck_menu":
                somebody = PLAYERS[int(step.choice * 6) % 6]
                asked = self.table.discord.menu("Dice luck", somebody, by=self.person)
            case "luck":
                asked = self.asker.slash("luck", player=PLAYERS[int(step.choice * 6) % 6])
            case "mistake":
                asked = self.asker.slash("r", dice="4d6kx3")
            case _:
                asked = self.asker.slash(step.kind)
        await self.asker.ask(asked, step.kind)

    async def _look_back(self, step: Step) -> None:
        """Look at what is stored, turn the page, and take it home as a file."""
        options: dict[str, Any] = {}
        if step.kind == "history" and (self.person is GAME_MASTER or step.choice > 0.8):
            options = {"player": PLAYERS[int(step.choice * 6) % 6]}
        shown = await self.asker.ask(self.asker.slash(step.kind, **options), step.kind)
        for beginning in ("history:older:", "history:file:", "privacy:export:"):
            for button in usable(shown, beginning):
                turned = await self.asker.use(shown, button["custom_id"], kind=step.kind)
                shown = turned if beginning == "history:older:" else shown


def seats(table: Table, *, seed: int) -> Iterator[Seat]:
    """Yield the six players and the GM."""
    for person in (*PLAYERS, GAME_MASTER):
        asker = Asker(table, person)
        yield Seat(asker, seed, Games(asker))
