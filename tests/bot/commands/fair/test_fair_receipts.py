"""Receipts of verifiable rolls: who may have which, and the menu item that finds them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store.rolls import own_rolls
from dicewright import verification
from tests.support.fair.tables import dice_of, mark_of, receipt, record_of, revealed, turned_on
from tests.support.table import table


async def test_a_blind_roll_is_open_to_all_once_it_is_revealed_and_to_the_gm_before(address: str) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        blind = await at.roll("1d1000 + 1d900", visibility="blind")
        assert mark_of(blind.response)[0] == 1
        hidden = await receipt(at, at.player, 1)
        assert hidden.roll.hidden
        assert hidden.roll.call is None
        looked = await at.use(at.game_master, blind.response, "Look (only for the GM)")
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
        found = await record_of(result)
        assert isinstance(found, verification.Receipt)
        assert found.roll.number == 2


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


async def test_a_game_whose_file_has_changed_keeps_no_receipt_back() -> None:
    async with table() as at:
        await turned_on(at)
        await at.roll("v5 5 h2 vs 3")
        # It is in the database when it has been asked for.
        await receipt(at, at.player, 1)
        async with at.database() as database:
            await database.write(with_other_file)
        found = await receipt(at, at.player, 1)
        assert found.roll.thrown is None
        session = await revealed(at)
        assert [line.state for line in verification.check(session).rolls] == ["wrong"], "its link tells"


async def test_a_receipt_has_the_dice_of_a_servers_own_game_in_the_version_of_the_roll(address: str) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        for number, rows in enumerate((b"a sword\na shield\n", b"an axe\na bow\na map\n"), start=1):
            added = await at.game_master.slash(at.channel, "system add", file=("loot.txt", rows))
            if number > 1:
                await at.game_master.click(added.response, label="Replace it")
            await at.roll("loot")
        await at.game_master.slash(at.channel, "system remove", name="loot")
        await at.restart()
        for number in (1, 2):
            found = await receipt(at, at.other, number)
            assert found.roll.thrown is not None
            assert found.roll.thrown.sides == (1 + number,)
        session = await revealed(at)
        assert all(roll.thrown for roll in session.entries if isinstance(roll, verification.Roll))


@pytest.mark.parametrize(
    ("typed", "dice"),
    [
        ("cod 5; 2d6+3; sr 6", 13),
        ("cod 5; coc 55 vs coc 40 # who is quicker; 1d20 # to hit", 10),
        ("coc 55 vs coc 40", 4),
        ("3x sw 8; 1d20", 7),
    ],
)
async def test_several_rolls_and_contests_have_receipts(typed: str, dice: int, address: str) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        rolled = await at.roll(typed)
        assert not rolled.ephemeral, rolled.response.content
        assert mark_of(rolled.response)[0] == 1
        await at.restart()
        found = await receipt(at, at.other, 1)
        assert found.roll.thrown is not None
        assert len(found.roll.thrown.faces or ()) >= dice
        # The faces in the history are those that anyone can throw again.
        await at.services.history.flush()
        (kept,) = await at.services.past.page(own_rolls(at.player.id), limit=1)
        assert found.roll.thrown.faces == kept.faces
        session = await revealed(at)
        assert [line.state for line in verification.check(session).rolls] == ["follows"]
        changed = session.replace(entries=(forged(session.entries[0]), *session.entries[1:]))
        assert verification.check(changed).problems


def forged(entry: Any) -> Any:
    """Return a roll with another first face."""
    first, *others = entry.thrown.faces
    faces = (first % entry.thrown.sides[0] + 1, *others)
    return entry.replace(thrown=entry.thrown.replace(faces=faces))


def with_other_file(connection: Any) -> None:
    from bot.store.tables import fair_entries

    body = connection.execute(fair_entries.select()).first().body
    connection.execute(fair_entries.update().values(body={**body, "system": "00" * 32}))
