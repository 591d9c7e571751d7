"""An evening of 500 verifiable rolls with two restarts, blind rolls and a reveal, verified whole by both
verifiers; and what a host might do to its record afterwards, found and named."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

from dicewright import verification
from tests.support.command_line import command
from tests.support.dice.independent import verified
from tests.support.table import table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import simcord

    from tests.support.table import Table

ROLLS, RESTARTS = 500, (160, 340)
DICE = ("1d20+5", "4d6kh3", "2d20kh1 + 7", "@attack", "3d6!", "v5 5 h2 vs 3", "6x 4d6dl1", "1d100 vs <=45")
MARK = re.compile(r"verifiable #(\d+) · [0-9a-f]{8}$")


class Evening:
    """Three people at a table, by a script that is always the same."""

    def __init__(self, at: Table) -> None:
        self.at = at
        self.random = random.Random(18)  # noqa: S311 - it picks who does what
        self.shown: dict[int, str] = {}
        """What everyone saw of the public rolls, by number."""
        self.blind: list[simcord.InteractionResult] = []
        self.latest: simcord.InteractionResult | None = None

    def somebody(self) -> simcord.MemberActor:
        return self.random.choice([self.at.player, self.at.other, self.at.game_master])

    async def roll(self, number: int) -> None:
        who = self.somebody()
        # The evening takes seconds here, and must not hit the rate limit.
        for limiter in (self.at.services.rate, self.at.services.reading):
            limiter._full_at.clear()
        if self.latest and self.random.random() < 0.25:
            result = await who.click(self.latest.response, label="Roll again")
        else:
            options: dict[str, Any] = {"dice": self.random.choice(DICE)}
            if self.random.random() < 0.2:
                options["visibility"] = self.random.choice(["blind", "only_me", "me_and_gm"])
            result = await who.slash(self.at.channel, self.random.choice(["roll", "r"]), **options)
            if options.get("visibility") == "blind":
                self.blind.append(result)
            self.latest = None if "visibility" in options else result
        (embed,) = result.response.embeds
        found = MARK.search(embed.footer.text or "")
        assert found, embed.to_dict()
        assert int(found[1]) == number
        if self.latest is not None:
            self.shown[number] = embed.description or ""

    async def play(self) -> None:
        for number in range(1, ROLLS + 1):
            if number in RESTARTS:
                await self.at.restart()
            if self.random.random() < 0.02:
                words = f"words {self.random.random()}"
                await self.somebody().slash(self.at.channel, "fair words", words=words)
            await self.roll(number)

    async def reveal_some(self) -> int:
        revealed = self.blind[::2]
        for message in revealed:
            looked = await self.at.use(self.at.game_master, message.response, "Look (only for the GM)")
            await self.at.game_master.click(looked.response, label="Reveal to everyone")
        return len(revealed)


async def test_an_evening_verifies_whole_and_nothing_can_be_done_to_it(tmp_path: Path) -> None:
    async with table() as at:
        for who in (at.player, at.other, at.game_master):
            await who.slash(at.channel, "saved add", name="attack", roll="1d20+7")
        await at.game_master.slash(at.channel, "fair on")
        evening = Evening(at)
        await evening.play()
        opened = await evening.reveal_some()
        assert opened > 5
        receipts = []
        for number in (1, 250, ROLLS):
            given = await at.player.slash(at.channel, "fair receipt", number=number)
            receipts.append((await given.response.attachments[0].read()).decode())
        revealed = await at.game_master.slash(at.channel, "fair reveal")
        text = (await revealed.response.attachments[0].read()).decode()
    session = verification.read_json(text)
    assert isinstance(session, verification.Session)
    report = verification.check(session)
    assert (report.problems, report.status, len(report.rolls)) == ((), 0, ROLLS)
    hidden = report.count("sealed")
    assert report.count("follows") == ROLLS - hidden
    assert 20 < hidden < 100
    # The file is of the rolls that were seen.
    rolls = {roll.number: roll for roll in session.entries if isinstance(roll, verification.Roll)}
    for number, said in evening.shown.items():
        roll = rolls[number]
        assert roll.call is not None
        assert roll.thrown is not None
        # A game's answer is set out in lines, and its first words are enough to know it by.
        first = re.split("[,:;]", roll.thrown.total)[0]
        assert first in said.replace(",", ""), (number, said)
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
    entry = next(entry for entry in plain["entries"] if entry.get("faces"))
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
