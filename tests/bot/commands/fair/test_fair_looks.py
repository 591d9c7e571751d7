"""Second looks, answers and a server's own games where rolls are verifiable: both verifiers follow them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.store.rolls import own_rolls
from dicewright import DiceError, System, systems, verification
from tests.support.dice.independent import verified
from tests.support.fair.tables import mark_of, receipt, record_of, revealed, turned_on
from tests.support.table import table

if TYPE_CHECKING:
    from pathlib import Path

    import simcord

    from tests.support.table import Table

# "Push" may be pressed twice here, on any result.
PUSHED = """
format = 1
name = "Ember"
command = "ember"
[roll.check]
usage = "@pool"
pools.dice = "(@pool)d6"
values.hits = "{@dice}>=5"
outcomes = [{ name = "success", when = "@hits >= 1" }, { name = "failure" }]
[roll.check.push]
name = "Burn"
limit = 2
reroll.dice = "<7"
[[test]]
roll = "ember 2"
faces = [5, 1]
outcome = "success"
"""


def follows(tmp_path: Path, *records: verification.Receipt | verification.Session, status: int = 0) -> None:
    """Hold records to both verifiers, ours with the game of the server."""
    known = systems().with_systems([System.from_toml(PUSHED)])
    files = []
    for number, record in enumerate(records):
        report = verification.check(record, systems=known)
        assert (report.problems, report.status) == ((), status), report
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(verification.to_json(record), encoding="utf-8")
    found = verified(*files)
    assert (found[0], [each.problems for each in found[1]]) == (status, [[] for _ in records])


def buttons(message: Any) -> list[str]:
    """Return the labels of the buttons that roll dice of a message again, or choose some of them."""
    labels = [each["label"] for row in message.components for each in row["components"] if "label" in each]
    return [label for label in labels if label not in {"Roll again", "Odds", "Answer this roll"}]


async def pushed(at: Table, first: simcord.InteractionResult) -> simcord.InteractionResult:
    return await at.player.click(first.response, label=buttons(first.response)[-1])


@pytest.mark.parametrize("visibility", ["everyone", "only_me", "blind"])
async def test_a_push_and_a_push_of_that(visibility: str, address: str, tmp_path: Path) -> None:
    async with table(address=address) as at:
        await at.game_master.slash(at.channel, "system add", file=("ember.toml", PUSHED.encode()))
        await turned_on(at)
        first = await at.roll("ember 9", visibility=visibility)
        second = await pushed(at, first)
        await at.services.history.flush()
        await at.restart()
        third = await pushed(at, second)
        assert [mark_of(each.response)[0] for each in (first, second, third)] == [1, 2, 3]
        session = await revealed(at)
        who = at.game_master if visibility == "blind" else at.player
        receipts = [await receipt(at, who, number, session=1) for number in (1, 2, 3)]
        await at.services.history.flush()
        kept = await at.services.past.page(own_rolls(at.player.id), limit=9)
    if visibility != "blind":  # nobody's own history shows those
        thrown = [each.roll.thrown.faces for each in receipts if each.roll.thrown]
        assert thrown == [roll.faces for roll in reversed(kept)]
    calls = [each.roll.call for each in receipts]
    assert [call.text for call in calls if call] == ["ember 9", "push #1", "push #2"]
    follows(tmp_path, session, *receipts)


@pytest.mark.parametrize("call", ["v5 9 h2 vs 9", "cortex d6 d8 d10 d12 d12"])
async def test_dice_that_are_chosen(call: str, address: str, tmp_path: Path) -> None:
    async with table(address=address) as at:
        await turned_on(at)
        first = await at.roll(call)
        wanted = [label for label in buttons(first.response) if label == "Spend Willpower"]
        label = (wanted or buttons(first.response))[-1]
        asked = await at.player.click(first.response, label=label)
        # Which dice may be chosen depends on what they show.
        chosen = asked.response.components[0]["components"][0]["options"][-1]["value"]
        looked = await at.player.select(asked.response, values=[chosen])
        assert mark_of(looked.response)[0] == 2
        found = await record_of(await at.other.context_menu(at.channel, "Receipt", looked.response))
        assert isinstance(found, verification.Receipt)
        assert found.roll.call is not None
        assert found.roll.call.notation.endswith(chosen)
        follows(tmp_path, await revealed(at))


async def test_a_look_at_a_roll_from_before_says_so(tmp_path: Path) -> None:
    async with table(1, 2, 3, 4, 5) as at:
        await at.game_master.slash(at.channel, "system add", file=("ember.toml", PUSHED.encode()))
        plain = await at.roll("ember 5")
        await turned_on(at)
        await pushed(at, plain)
        session = await revealed(at)
    (look,) = (entry for entry in session.entries if isinstance(entry, verification.Roll))
    assert look.call is not None
    assert look.call.text == "push"
    follows(tmp_path, session)
    report = verification.check(session, systems=systems().with_systems([System.from_toml(PUSHED)]))
    assert "#1: a second look at a roll that has no number in this session." in report.remarks


async def test_an_answer_to_a_roll(tmp_path: Path) -> None:
    async with table() as at:
        await turned_on(at)
        first = await at.roll("coc 55")
        form = await at.other.click(first.response, label="Answer this roll")
        answer = await at.other.submit_modal(form, {"call": "40"})
        assert mark_of(answer.response)[0] == 2
        session = await revealed(at)
    follows(tmp_path, session)


async def test_a_list_with_a_servers_own_game(address: str, tmp_path: Path) -> None:
    async with table(address=address) as at:
        await at.game_master.slash(at.channel, "system add", file=("ember.toml", PUSHED.encode()))
        await turned_on(at)
        rolled = await at.roll("ember 9; 1d20 + 3; cod 5")
        assert mark_of(rolled.response)[0] == 1
        await at.game_master.slash(at.channel, "system remove", name="ember")
        await at.restart()
        found = await receipt(at, at.other, 1)
        assert found.roll.thrown is not None
        assert len(found.roll.thrown.faces or ()) >= 15
        session = await revealed(at)
    follows(tmp_path, session)
    (problem,) = verification.check(session).problems
    assert "The file of the game system" in problem.message or "No system is called" in problem.message


def changed_dice(plain: dict[str, Any]) -> None:
    plain["entries"][0]["faces"][0] = plain["entries"][0]["faces"][0] % 6 + 1


def other_number(plain: dict[str, Any]) -> None:
    plain["entries"][1]["text"] = "push #7"


def itself(plain: dict[str, Any]) -> None:
    plain["entries"][1]["text"] = "push #2"


def better_start(plain: dict[str, Any]) -> None:
    look = plain["entries"][1]
    look["notation"] = look["notation"].replace("[", "[6 ", 1)


@pytest.mark.parametrize("change", [changed_dice, other_number, itself, better_start])
async def test_a_look_that_is_changed_is_found(change: Any, tmp_path: Path) -> None:
    async with table() as at:
        await at.game_master.slash(at.channel, "system add", file=("ember.toml", PUSHED.encode()))
        await turned_on(at)
        await pushed(at, await at.roll("ember 5"))
        plain = json.loads(verification.to_json(await revealed(at)))
    change(plain)
    text = json.dumps(plain)
    known = systems().with_systems([System.from_toml(PUSHED)])
    try:
        session = verification.read_json(text)
    except DiceError:
        pytest.fail("it can still be read")
    codes = {problem.code for problem in verification.check(session, systems=known).problems}
    assert "other-first" in codes
    file = tmp_path / "changed.json"
    file.write_text(text, encoding="utf-8")
    status, (found,) = verified(file)
    assert status == 1
    assert any("a look at another roll" in problem for problem in found.problems)
