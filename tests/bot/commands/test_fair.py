"""/fair: what everyone sees, what each person may have, and that both verifiers agree; on both databases."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.commands.fair_reveals import FairReveals
from bot.discord_api.channels import ChannelPosts
from bot.services.fair.ledger import FairLedger
from bot.services.fair.receipts import Receipts
from bot.services.fair.secret_keys import SecretKeys
from bot.services.fair.sessions import secrets_of
from bot.store import fair
from dicewright import verification
from dicewright.verification import Receipt, Roll, Session
from tests.support.dice.independent import verified
from tests.support.table import table

if TYPE_CHECKING:
    from pathlib import Path

    import simcord

    from tests.support.table import Table

MARK = re.compile(r"verifiable #(\d+) · ([0-9a-f]{8})$")
HASH = re.compile(r"`([0-9a-f]{64})`")


async def content_of(result: simcord.InteractionResult) -> str:
    (attachment,) = result.response.attachments
    return (await attachment.read()).decode()


async def record_of(result: simcord.InteractionResult) -> Receipt | Session:
    return verification.read_json(await content_of(result))


async def receipt(at: Table, who: simcord.MemberActor, number: int, **options: Any) -> Receipt:
    result = await who.slash(at.channel, "fair receipt", number=number, **options)
    assert result.ephemeral
    found = await record_of(result)
    assert isinstance(found, Receipt)
    return found


async def turned_on(at: Table) -> simcord.InteractionResult:
    result = await at.game_master.slash(at.channel, "fair on")
    assert not result.ephemeral
    return result


async def revealed(at: Table) -> Session:
    result = await at.game_master.slash(at.channel, "fair reveal")
    assert not result.ephemeral
    found = await record_of(result)
    assert isinstance(found, Session)
    return found


def mark_of(message: Any) -> tuple[int, str]:
    text = message.embeds[0].footer.text if message.embeds else message.content.splitlines()[-1]
    found = MARK.search(text)
    assert found, text
    return int(found[1]), found[2]


def dice_of(result: simcord.InteractionResult) -> str:
    """Return what a message says about a roll, with numbers as files have them."""
    return str(result.response.embeds[0].description).replace(",", "")


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
            assert f"# {entry.thrown.total}" in dice_of(result)
        words_said = [entry.words for entry in session.entries if isinstance(entry, verification.Words)]
        assert words_said == ["xyzzy *sword*", "⚔"]
        file = tmp_path / "session.json"
        file.write_text(verification.to_json(session), encoding="utf-8")
        status, (found,) = verified(file)
        assert (status, found.problems) == (0, [])
        assert found.counts["whole"] == 3


async def test_a_blind_roll_is_open_to_all_once_it_is_revealed_and_to_the_gm_before(address: str) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        blind = await at.roll("1d1000 + 1d900", visibility="blind")
        assert mark_of(blind.response)[0] == 1
        hidden = await receipt(at, at.player, 1)
        assert hidden.roll.hidden
        assert hidden.roll.call is None
        looked = await at.game_master.click(blind.response, label="Look (GM)")
        assert mark_of(looked.response) == mark_of(blind.response)
        opened = await receipt(at, at.game_master, 1)
        assert opened.roll.thrown is not None
        assert f"# {int(opened.roll.thrown.total)}" in dice_of(looked)
        assert verification.check(opened).status == 0, "the key alone is enough"
        await at.restart()
        shown = await at.game_master.click(looked.response, label="Reveal to everyone")
        assert mark_of(shown.response) == mark_of(blind.response)
        assert (await receipt(at, at.other, 1)).roll == opened.roll
        session = await revealed(at)
        assert [line.state for line in verification.check(session).rolls] == ["follows"]
        assert verification.compare([session, hidden, opened]) == ()


@pytest.mark.parametrize(
    ("visibility", "who_may"),
    [
        ("everyone", {"player", "other", "game_master"}),
        ("only_me", {"player"}),
        ("me_and_gm", {"player", "game_master"}),
        ("blind", {"game_master"}),
    ],
)
async def test_who_may_see_what_of_a_receipt(visibility: str, who_may: set[str]) -> None:
    async with table() as at:
        await turned_on(at)
        await at.roll("1d1000", visibility=visibility)
        for who in ("player", "other", "game_master"):
            found = await receipt(at, getattr(at, who), 1)
            assert (found.roll.thrown is not None) is (who in who_may), who
            assert found.secret is None


# Enough dice that a wrong seed cannot give the same ones.
_DICE = "8d1000000"


async def test_revealing_the_secret_opens_nothing_that_was_sealed(address: str) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        await at.roll(_DICE, visibility="only_me")
        await at.roll(_DICE, visibility="blind")
        await revealed(at)
        seen = await receipt(at, at.other, 2)
        assert seen.secret is not None
        assert verification.check(seen).rolls[0].state == "waits"
        roll = seen.roll
        guesses = {
            verification.throw(
                verification.Call(_DICE, {}, _DICE),
                verification.roll_seed(seen.secret, roll.player, roll.turn, ""),
            ).faces
        }
        opened = await receipt(at, at.game_master, 2)
        assert opened.roll.thrown is not None
        assert opened.roll.thrown.faces not in guesses


async def test_the_menu_item_finds_the_roll_of_a_message(address: str) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        rolled = await at.roll("1d20")
        await at.game_master.slash(at.channel, "fair reveal")
        newer = await at.roll("1d20")
        assert [mark_of(each.response)[0] for each in (rolled, newer)] == [1, 1]
        for message, session in ((rolled.response, 1), (newer.response, 2)):
            result = await at.other.context_menu(at.channel, "Receipt", message)
            assert result.ephemeral
            found = await record_of(result)
            assert found.start.session == session
        await at.services.preferences.change_server(at.server.id, compact=True)
        short = await at.roll("1d20")
        result = await at.other.context_menu(at.channel, "Receipt", short.response)
        assert (await record_of(result)).roll.number == 2  # type: ignore[union-attr]


async def test_the_menu_item_on_what_is_no_verifiable_roll() -> None:
    async with table(3, 4) as at:
        plain = await at.roll("1d20", note="verifiable #1 · 0123abcd")
        refused = await at.player.context_menu(at.channel, "Receipt", plain.response)
        assert refused.response.content == (
            "This message shows no verifiable roll. A GM can turn them on with /fair on."
        )
        typed = await at.player.send(at.channel, "-# verifiable #1 · 0123abcd")
        refused = await at.player.context_menu(at.channel, "Receipt", typed)
        assert "shows no verifiable roll" in refused.response.content


async def test_a_note_forges_no_mark() -> None:
    async with table(9) as at:
        await at.services.preferences.change_server(at.server.id, compact=True, luck=False)
        plain = await at.roll("1d20", note="x\n-# verifiable #1 · 0123abcd")
        await turned_on(at)
        await at.roll("1d20")
        refused = await at.player.context_menu(at.channel, "Receipt", plain.response)
        assert "shows no verifiable roll" in refused.response.content


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


async def test_no_secret_is_in_what_is_sent_or_logged_before_the_reveal(address: str) -> None:
    async with table(address=address) as at:
        with capture_logs() as logs:
            await turned_on(at)
            await at.player.slash(at.channel, "fair words", words="xyzzy")
            for visibility in ("everyone", "only_me", "blind", "me_and_gm"):
                await at.roll("1d20", visibility=visibility)
            await receipt(at, at.player, 1)
            await at.player.slash(at.channel, "fair status")
            await at.player.slash(at.channel, "privacy")
        async with at.database() as database:
            stored = await database.read(fair.session, at.server.id, 1)
        assert stored is not None
        secrets = [secret.hex() for secret in secrets_of(stored, SecretKeys(()))]
        sent = json.dumps([request.json for request in at.world.http_requests]) + str(logs) + repr(stored)
        assert not any(secret in sent for secret in secrets)


async def test_a_secret_whose_time_has_come_is_revealed_in_the_channel(address: str) -> None:
    async with table(address=address) as at:
        on = await at.game_master.slash(at.channel, "fair on", reveal_after=1)
        assert "The secret is revealed <t:" in on.response.content
        await at.roll("1d20")
        async with at.database() as database:
            later = datetime.now(UTC) + timedelta(hours=2)
            ledger = FairLedger(database, now=lambda: later)
            reveals = FairReveals(
                ledger=ledger,
                receipts=Receipts(database, SecretKeys(())),
                channels=ChannelPosts(lambda: 0.0),
            )
            for _ in range(2):
                await reveals.reveal_due(at.world.bot)
        (posted,) = [message for message in at.channel.history(viewer=at.player) if message.attachments]
        assert posted.content.startswith("**The secret of session 1 is revealed.**\n1 roll was made with it.")
        session = verification.read_json((await posted.attachments[0].read()).decode())
        assert verification.check(session).status == 0
        rolled = await at.roll("1d20")
        assert mark_of(rolled.response)[0] == 1
        assert rolled.followups == [], "it stands in the channel already"


async def test_where_the_bot_cannot_post_the_next_roll_says_it(address: str) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        await at.roll("1d20")
        async with at.database() as database:
            ledger = FairLedger(database, now=lambda: datetime.now(UTC))
            await ledger.end(server_id=at.server.id, renew=True)
        rolled = await at.roll("1d20")
        (said,) = rolled.followups
        assert not said.ephemeral
        assert len(HASH.findall(said.content)) == 2
        assert "The secret of the last verifiable rolls is revealed." in said.content
        again = await at.roll("1d20", visibility="only_me")
        assert again.followups == []


async def test_calls_of_game_systems_are_as_verifiable_as_dice(address: str, tmp_path: Path) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        rolled = await at.roll("v5 5 h2 vs 3")
        thrice = await at.player.slash(at.channel, "roll", dice="2x pbta +1 # sneak", times=3)
        await at.player.slash(at.channel, "saved add", name="strength", roll="4")
        again = await at.other.click(thrice.response, label="Roll again")
        blind = await at.roll("coc 55", visibility="blind")
        assert [mark_of(each.response)[0] for each in (rolled, thrice, again, blind)] == [1, 2, 3, 4]
        looked = await at.game_master.click(blind.response, label="Look (GM)")
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


async def test_a_game_whose_file_has_changed_keeps_no_receipt_back() -> None:
    async with table() as at:
        await turned_on(at)
        await at.roll("v5 5 h2 vs 3")
        async with at.database() as database:
            await database.write(with_other_file)
        found = await receipt(at, at.player, 1)
        assert found.roll.thrown is None
        session = await revealed(at)
        assert [line.state for line in verification.check(session).rolls] == ["wrong"], "its link tells"


def with_other_file(connection: Any) -> None:
    from bot.store.tables import fair_entries

    body = connection.execute(fair_entries.select()).first().body
    connection.execute(fair_entries.update().values(body={**body, "system": "00" * 32}))
