"""/fair from the commitment to the reveal: both verifiers agree with what everyone saw, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dicewright import verification
from dicewright.verification import Roll
from tests.support.dice.independent import verified
from tests.support.fair.tables import HASH, dice_of, mark_of, receipt, record_of, revealed, turned_on
from tests.support.table import table

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_session_from_the_commitment_to_the_reveal(address: str, tmp_path: Path) -> None:
    async with table(address=address) as at:
        committed = HASH.findall((await turned_on(at)).response.content)
        first = await at.roll("1d20+5", note="to hit")
        await at.player.slash(at.channel, "fair words", words="xyzzy  *sword*")
        words = await at.other.slash(at.channel, "fair words", words="⚔")
        assert not words.ephemeral
        second = await at.other.slash(at.channel, "roll", dice="4d6kh3", times=3)
        again = await at.other.click(second.response, label="Roll again")
        await at.restart()
        blind = await at.roll("1d1000", visibility="blind")
        secret = await at.roll("1d900 + 1", visibility="only_me")
        marks = [mark_of(each.response) for each in (first, second, again, blind, secret)]
        assert [number for number, _ in marks] == [1, 2, 3, 4, 5]
        session = await revealed(at)
        assert [session.start.commitment, session.start.seals] == committed
        rolls = [entry for entry in session.entries if isinstance(entry, Roll)]
        assert [entry.link[:8] for entry in rolls] == [tag for _, tag in marks]
        assert [entry.turn for entry in rolls] == [1, 1, 2, 2, 3]
        report = verification.check(session)
        assert (report.problems, report.status) == ((), 0)
        assert [line.state for line in report.rolls] == ["follows"] * 3 + ["sealed"] * 2
        # What all saw is what follows.
        for result, entry in zip((first, second, again), rolls[:3], strict=True):
            assert entry.thrown is not None
            # Of several rolls, the sum stands below.
            total = entry.thrown.total
            assert {f"# {total}", f"{total} in total"} & {*dice_of(result).splitlines()}
        words_said = [entry.words for entry in session.entries if isinstance(entry, verification.Words)]
        assert words_said == ["xyzzy *sword*", "⚔"]
        file = tmp_path / "session.json"
        file.write_text(verification.to_json(session), encoding="utf-8")
        status, (found,) = verified(file)
        assert (status, found.problems) == (0, [])
        assert found.counts["whole"] == 3


@pytest.mark.parametrize("command", ["fair on", "fair off", "fair reveal"])
async def test_only_a_gm_decides(command: str) -> None:
    async with table() as at:
        await turned_on(at)
        refused = await at.player.slash(at.channel, command)
        assert refused.ephemeral
        assert "Only the GM can do that" in refused.response.content
        assert await at.services.receipts.status(at.server.id, at.player.id)


@pytest.mark.parametrize(
    ("command", "options"),
    [("fair off", {}), ("fair reveal", {}), ("fair words", {"words": "a"}), ("fair status", {})],
)
async def test_while_they_are_off(command: str, options: dict[str, str]) -> None:
    async with table(4) as at:
        result = await at.game_master.slash(at.channel, command, **options)
        assert result.ephemeral
        assert "Verifiable rolls are off on this server" in result.response.content
        rolled = await at.roll("1d20")
        assert rolled.response.embeds[0].footer.text is None


async def test_off_reveals_and_the_next_session_follows_the_last(address: str) -> None:
    async with table(7, address=address) as at:
        await turned_on(at)
        await at.roll("1d20")
        off = await at.game_master.slash(at.channel, "fair off")
        assert "no longer verifiable" in off.response.content
        first = await record_of(off)
        rolled = await at.roll("1d20")
        assert dice_of(rolled).startswith("# 7\n"), "the dice of the operating system, or of this test"
        assert rolled.response.embeds[0].footer.text is None
        await turned_on(at)
        await at.roll("1d20")
        second = await revealed(at)
        assert (first.start.session, second.start.session) == (1, 2)
        assert verification.check(second).status == 0
        assert verification.compare([first, second]) == ()
        asked = await at.other.slash(at.channel, "fair session", session=1)
        assert asked.ephemeral
        assert await record_of(asked) == first
        latest = await record_of(await at.other.slash(at.channel, "fair session"))
        assert latest == second


async def test_status_and_a_second_on() -> None:
    async with table() as at:
        committed = HASH.findall((await turned_on(at)).response.content)
        again = await at.game_master.slash(at.channel, "fair on")
        assert "already verifiable" in again.response.content
        await at.roll("1d20")
        status = await at.player.slash(at.channel, "fair status")
        assert status.ephemeral
        assert HASH.findall(status.response.content) == committed
        assert "Session 1 has 1 roll so far." in status.response.content
        assert "You haven't set words" in status.response.content
        await at.player.slash(at.channel, "fair words", words="xyzzy")
        status = await at.player.slash(at.channel, "fair status")
        assert "Your words: *xyzzy*" in status.response.content
        assert "1 player has set words." in status.response.content


async def test_words_are_text_and_count_from_the_next_roll_on() -> None:
    async with table() as at:
        await turned_on(at)
        await at.roll("1d20")
        said = await at.player.slash(at.channel, "fair words", words="**@everyone** `x`")
        assert said.response.content.splitlines()[0] == (
            "**Robin** set words: *\\*\\*\\@everyone\\*\\* \\`x\\`*"
        )
        assert said.response.content.splitlines()[1].startswith("-# They count from roll #2 onward · ")
        blank = await at.player.slash(at.channel, "fair words", words="   ")
        assert blank.ephemeral
        assert "Which words?" in blank.response.content


async def test_a_server_without_its_database_makes_no_roll_that_nobody_could_verify() -> None:
    async with table(5) as at:
        await turned_on(at)
        await at.roll("1d20")
        # A pending write that succeeds would mean that the database is back.
        await at.services.history.flush()
        at.database_is_away()
        refused = await at.roll("1d20")
        assert refused.ephemeral
        assert "the bot's database is unreachable right now" in refused.response.content


async def test_a_roll_that_fails_has_a_number_and_a_receipt() -> None:
    async with table() as at:
        await turned_on(at)
        results = [await at.roll("1/(1d2-1)") for _ in range(12)]
        failed = [number for number, result in enumerate(results, 1) if result.ephemeral]
        assert failed
        found = await receipt(at, at.player, failed[0])
        assert found.roll.thrown == verification.Thrown(None, None, "")
        assert verification.check(await revealed(at)).status == 0


async def test_a_large_roll_and_names(address: str) -> None:
    async with table(address=address) as at:
        await at.player.slash(at.channel, "saved add", name="attack", roll="1d20+7")
        await turned_on(at)
        named = await at.roll("@attack + 2")
        large = await at.roll("2000d6")
        assert [mark_of(named.response)[0], mark_of(large.response)[0]] == [1, 2]
        session = await revealed(at)
        assert verification.check(session).status == 0
        first, second = (entry for entry in session.entries if isinstance(entry, Roll))
        assert first.call == verification.Call("@attack + 2", {"attack": "1d20+7"}, "@attack + 2")
        assert second.thrown is not None
        assert f"# {int(second.thrown.total)}" in dice_of(large)


async def test_there_is_no_such_roll_or_session() -> None:
    async with table() as at:
        await turned_on(at)
        none = await at.player.slash(at.channel, "fair receipt", number=9)
        assert none.response.content == "There is no verifiable roll with this number."
        early = await at.player.slash(at.channel, "fair session", session=1)
        assert "isn't revealed yet" in early.response.content
        gone = await at.player.slash(at.channel, "fair session", session=2)
        assert gone.response.content == "There is no such session on this server."


async def test_calls_of_game_systems_are_as_verifiable_as_dice(address: str, tmp_path: Path) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        rolled = await at.roll("v5 5 h2 vs 3")
        thrice = await at.player.slash(at.channel, "roll", dice="2x pbta +1 # sneak", times=3)
        await at.player.slash(at.channel, "saved add", name="strength", roll="4")
        again = await at.other.click(thrice.response, label="Roll again")
        blind = await at.roll("coc 55", visibility="blind")
        assert [mark_of(each.response)[0] for each in (rolled, thrice, again, blind)] == [1, 2, 3, 4]
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
        assert mark_of(looked.response)[0] == 4
        session = await revealed(at)
        report = verification.check(session)
        assert (report.problems, report.count("follows"), report.status) == ((), 3, 0)
        first, second, third, _ = (entry for entry in session.entries if isinstance(entry, Roll))
        assert first.call is not None
        assert first.call.text == "v5 5 h2 vs 3"
        assert second.call is not None
        assert second.call.text == "6x pbta +1"
        assert second.thrown is not None
        assert third.thrown is not None
        assert len(second.thrown.faces or ()) == len(third.thrown.faces or ()) == 12
        (message,) = [part for part in [first.thrown] if part]
        assert message.total.split(":")[0].split(",")[0] in dice_of(rolled)
        file = tmp_path / "session.json"
        file.write_text(verification.to_json(session), encoding="utf-8")
        status, (found,) = verified(file)
        assert (status, found.counts["dice"]) == (0, 3)
