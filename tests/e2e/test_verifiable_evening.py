"""An evening of 500 verifiable rolls of the shipped process, with two restarts, blind rolls, pushes and a
reveal, verified whole by both verifiers; and what a host might do to its record afterwards, found and
named."""

from __future__ import annotations

import json
import random
import re
import signal
from typing import TYPE_CHECKING, Any

from dicewright import verification
from tests.support.command_line import command
from tests.support.dice.independent import verified
from tests.support.fake_discord import Person
from tests.support.process import connected_bot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord

ROLLS = 500
MORGAN = Person(900_000_000_000_000_303, "morgan", 1 << 5)
PEOPLE = [MORGAN, *(Person(900_000_000_000_000_400 + number, f"player {number}") for number in range(60))]
DICE = (
    "alien 3 s1",
    "1d20+5",
    "4d6kh3",
    "2d20kh1 + 7",
    "@attack",
    "3d6!",
    "v5 5 h2 vs 3",
    "6x 4d6dl1",
    "1d100 vs <=45",
)
MARK = re.compile(r"verifiable #(\d+) · [0-9a-f]{8}$")


class Evening:
    """Many people on a server, by a script that is always the same; each rolls too seldom for a limit."""

    def __init__(self, discord: FakeDiscord) -> None:
        self.discord = discord
        self.random = random.Random(18)  # noqa: S311 - it picks who does what
        self.shown: dict[int, str] = {}
        """What everyone saw of the public rolls, by number."""
        self.blind: list[dict[str, Any]] = []
        self.latest: dict[str, Any] | None = None
        self.pushable: tuple[dict[str, Any], str, Person] | None = None
        self.numbers: list[int] = []

    async def roll(self) -> None:
        who = PEOPLE[len(self.numbers) % len(PEOPLE)]
        visibility = "everyone"
        if self.pushable:
            message, pressed, who = self.pushable
            asked = await self.discord.use(message, pressed, by=who)
        elif self.latest and self.random.random() < 0.25:
            asked = await self.discord.use(self.latest, button(self.latest, "Roll again"), by=who)
        else:
            options: dict[str, Any] = {"dice": self.random.choice(DICE)}
            if self.random.random() < 0.2:
                options["visibility"] = visibility = self.random.choice(["blind", "only_me", "me_and_gm"])
            asked = await self.discord.slash(self.random.choice(["roll", "r"]), by=who, **options)
        message = await asked.first_message()
        (embed,) = message["embeds"]
        found = MARK.search(embed["footer"]["text"])
        assert found, embed
        self.numbers.append(int(found[1]))
        if visibility == "blind":
            self.blind.append(message)
        self.latest = message if visibility == "everyone" else None
        again = button(message, "Push") if self.latest and not self.pushable else ""
        self.pushable = (message, again, who) if again else None
        if self.latest:
            self.shown[self.numbers[-1]] = embed.get("description", "")

    async def words(self) -> None:
        who = self.random.choice(PEOPLE)
        said = await self.discord.slash("fair words", words=f"words {self.random.random()}", by=who)
        assert "words" in (await said.first_message())["content"]

    async def play(self, rolls: int) -> None:
        for _ in range(rolls):
            if self.random.random() < 0.02:
                await self.words()
            await self.roll()

    async def reveal_some(self) -> int:
        revealed = self.blind[::2]
        for message in revealed:
            menu, look = option(message, "Look (only for the GM)")
            looked = await (await self.discord.use(message, menu, look, by=MORGAN)).first_message()
            asked = await self.discord.use(looked, button(looked, "Reveal to everyone"), by=MORGAN)
            await asked.first_message()
        return len(revealed)

    async def file(self, command: str, **options: Any) -> str:
        before = len(self.discord.rest.requests)
        await (await self.discord.slash(command, by=MORGAN, **options)).message_with_file()
        (file,) = (file for request in self.discord.rest.requests[before:] for file in request.files)
        return str(file["text"])


def button(message: dict[str, Any], label: str) -> str:
    """Return the custom id of a button, or "" if a message has none with this label."""
    buttons = [each for row in message["components"] for each in row["components"]]
    return next((str(each["custom_id"]) for each in buttons if each.get("label") == label), "")


def option(message: dict[str, Any], label: str) -> tuple[str, str]:
    """Return the custom id of the select with an option, and the option's value."""
    selects = [each for row in message["components"] for each in row["components"] if "options" in each]
    return next(
        (str(select["custom_id"]), str(each["value"]))
        for select in selects
        for each in select["options"]
        if each["label"] == label
    )


async def test_an_evening_verifies_whole_and_nothing_can_be_done_to_it(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    evening = Evening(discord)
    endings = (signal.SIGTERM, signal.SIGKILL, signal.SIGTERM)
    for ending in endings:
        async with connected_bot(discord, tmp_path) as bot:
            if ending is endings[0] and not evening.numbers:
                for who in PEOPLE:
                    await (
                        await discord.slash("saved add", name="attack", roll="1d20+7", by=who)
                    ).first_message()
                assert (
                    "Commitment"
                    in (await (await discord.slash("fair on", by=MORGAN)).first_message())["content"]
                )
            await evening.play(ROLLS // 3 + (len(evening.numbers) > ROLLS // 2) * (ROLLS % 3))
            if len(evening.numbers) == ROLLS:
                opened = await evening.reveal_some()
                receipts = [await evening.file("fair receipt", number=number) for number in (1, 250, ROLLS)]
                text = await evening.file("fair reveal")
            bot.send(ending)
            await bot.exit_status()
    assert evening.numbers == list(range(1, ROLLS + 1))
    assert opened > 5
    session = verification.read_json(text)
    assert isinstance(session, verification.Session)
    report = verification.check(session)
    assert (report.problems, report.status, len(report.rolls)) == ((), 0, ROLLS)
    hidden = report.count("sealed")
    assert report.count("follows") == ROLLS - hidden
    assert 20 < hidden < 100
    check_shown(session, evening.shown)
    files = [tmp_path / "session.json"]
    files[0].write_text(text, encoding="utf-8")
    for place, content in enumerate(receipts):
        files.append(tmp_path / f"receipt {place}.json")
        files[-1].write_text(content, encoding="utf-8")
    done = command("verify", "--brief", str(files[0]))
    assert done.status == 0, done.out
    assert command("verify", *map(str, files)).status == 3, "these receipts are from before the reveal"
    status, (found,) = verified(files[0])
    assert (status, found.problems) == (0, [])
    assert found.counts["whole"] > 150
    assert found.counts["whole"] + found.counts["dice"] == ROLLS - hidden
    for name, (change, said) in TAMPERED.items():
        check_tampered(tmp_path / f"{name}.json", text, change, said)


def check_shown(session: verification.Session, shown: dict[int, str]) -> None:
    """Hold what everyone saw of the rolls to the file."""
    rolls = {roll.number: roll for roll in session.entries if isinstance(roll, verification.Roll)}
    looks = [roll for roll in rolls.values() if roll.call and roll.call.text.startswith("push #")]
    assert len(looks) > 5
    for number, said in shown.items():
        roll = rolls[number]
        assert roll.call is not None
        assert roll.thrown is not None
        # A game's answer is set out in lines, and its first words are enough to know it by.
        first = re.split("[,:;]", roll.thrown.total)[0]
        assert first in said.replace(",", ""), (number, said)


def check_tampered(file: Path, text: str, change: Callable[[dict[str, Any]], None], said: str) -> None:
    plain = json.loads(text)
    change(plain)
    file.write_text(json.dumps(plain), encoding="utf-8")
    done = command("verify", "--brief", str(file))
    assert done.status == 1, file.stem
    assert re.search(said, done.out), (file.stem, done.out)
    status, (found,) = verified(file)
    assert status == 1, file.stem
    assert found.problems, file.stem


def place_of(plain: dict[str, Any], number: int) -> int:
    return next(at for at, entry in enumerate(plain["entries"]) if entry.get("roll") == number)


def last_words(plain: dict[str, Any]) -> int:
    return max(at for at, entry in enumerate(plain["entries"]) if "words" in entry)


def change_a_byte(plain: dict[str, Any]) -> None:
    entry = next(entry for entry in plain["entries"] if (entry.get("faces") or [1])[0] > 1)
    entry["faces"][0] ^= 1


def swap(plain: dict[str, Any]) -> None:
    one, other = place_of(plain, 300), place_of(plain, 301)
    entries = plain["entries"]
    entries[one], entries[other] = entries[other], entries[one]


def set_words_late(plain: dict[str, Any]) -> None:
    at = last_words(plain)
    entry = plain["entries"].pop(at)
    plain["entries"].insert(at - 5, entry)


TAMPERED: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "a changed byte": (change_a_byte, r"WRONG: Roll #\d+ shows .*, but its seed gives "),
    "a missing roll": (
        lambda plain: plain["entries"].pop(place_of(plain, 222)),
        "WRONG: Roll #222 is missing.",
    ),
    "a swapped pair": (swap, "WRONG: Roll #300 comes after roll #301: they were swapped."),
    "a wrong secret": (
        lambda plain: plain.update(secret="00" * 32),
        "WRONG: The secret is not the one that was committed to.",
    ),
    "a late word": (
        set_words_late,
        r"WRONG: The words of player \d+ set at \S+ come after roll #\d+, but were set right after roll",
    ),
}
