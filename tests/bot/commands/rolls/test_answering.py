"""Answer this roll: another player rolls against it, and the reply says who won; across restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.rolls import own_rolls
from bot.store.saved_rolls import Owner
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

ANSWER = "Answer this roll"
# The units, then the tens: 38 against 55 is a success; 14 a hard one; 99 a failure.
SUCCESS, HARD, FAILURE = (8, 4), (4, 2), (9, 10)


async def answered(
    at: Table, first: simcord.InteractionResult, typed: str, by: simcord.MemberActor | None = None
) -> simcord.InteractionResult:
    player = by or at.other
    form = await player.click(first.response, label=ANSWER)
    return await player.submit_modal(form, {"call": typed})


def said(result: simcord.InteractionResult) -> list[str]:
    if not result.response.embeds:
        return [str(result.response.content).replace("\\", "")]
    return str(result.response.embeds[0].description).replace("\\", "").splitlines()


@pytest.mark.parametrize(
    ("typed", "faces", "verdict"),
    [
        ("coc 80", HARD, "# Wins against coc 55: success"),
        ("80", HARD, "# Wins against coc 55: success"),
        ("skill 80", HARD, "# Wins against coc 55: success"),
        ("stealth", HARD, "# Wins against coc 55: success"),
        ("coc 80", FAILURE, "# Loses against coc 55: success"),
        # The higher skill wins where both succeed alike.
        ("coc 80", SUCCESS, "# Wins against coc 55: success"),
        ("coc 55", SUCCESS, "# Tie with coc 55: success"),
    ],
)
async def test_the_answer_says_who_won(typed: str, faces: tuple[int, int], verdict: str) -> None:
    async with table(*SUCCESS, *faces) as at:
        await at.services.saved.add(Owner.player(at.other.id), "stealth", "80")
        first = await at.roll("coc 55")
        assert ANSWER in at.labels()
        answer = await answered(at, first, typed)
        lines = said(answer)
        assert lines[0] == verdict
        assert answer.response.embeds[0].author.name.startswith("Sam rolls coc ")
        assert lines[-1].startswith("Answer to [this roll](https://discord.com/channels/")


async def test_the_button_outlives_a_restart_and_both_rolls_are_in_the_history(address: str) -> None:
    async with table(*SUCCESS, *HARD, *FAILURE, address=address) as at:
        first = await at.roll("coc 55")
        await at.services.history.flush()
        await at.restart()
        form = await at.other.click(first.response, label=ANSWER)
        shown = at.requests("POST", "/callback")[-1].json["data"]
        assert shown["title"] == "Answer to coc 55"
        await at.restart()
        answer = await at.other.submit_modal(form, {"call": "80"})
        assert said(answer)[0] == "# Wins against coc 55: success"
        await at.services.history.flush()
        (roll,) = await at.services.past.page(own_rolls(at.other.id), limit=9)
        (asked,) = await at.services.past.page(own_rolls(at.player.id), limit=9)
        assert roll.outcome is not None
        assert roll.outcome["answers"] == asked.interaction_id
        # An answer is no second look: the first player may still push.
        pushed = await at.player.click(first.response, label="Roll again")
        assert said(pushed)[0].startswith("# ✗")


async def test_who_may_answer_with_what() -> None:
    async with table(*SUCCESS) as at:
        first = await at.roll("coc 55")
        own = await at.player.click(first.response, label=ANSWER)
        assert said(own) == [
            "Another player has to answer this roll. To roll both sides yourself, type them with “vs” in "
            "between: /roll coc 55 vs coc 55 b1."
        ]
        for typed in ("pbta +2", "coc san 40", "1d20", "2x coc 40", "hello"):
            refused = await answered(at, first, typed)
            assert refused.ephemeral
            assert not refused.response.embeds


async def test_a_roll_that_cannot_be_opposed_has_no_such_button() -> None:
    async with table(1, 2) as at:
        await at.roll("pbta +2")
        assert ANSWER not in at.labels()


async def test_a_secret_roll_is_not_answered_and_a_blind_one_blindly(address: str) -> None:
    async with table(*SUCCESS, *SUCCESS, *HARD, address=address) as at:
        await at.roll("coc 55", visibility="only_me")
        assert ANSWER not in at.labels()
        first = await at.roll("coc 55", visibility="blind")
        assert ANSWER in at.labels()
        answer = await answered(at, first, "80")
        public = " ".join(said(answer))
        assert "Only the GM can see the result." in public
        assert "success" not in public
        assert "Wins" not in public
        looked = await at.use(at.game_master, answer.response, "Look (only for the GM)")
        assert looked.ephemeral
        assert said(looked)[0] == "# Wins against coc 55: success"


async def test_it_is_short_where_replies_are() -> None:
    async with table(*SUCCESS, *HARD) as at:
        first = await at.roll("coc 55")
        await at.services.preferences.change_player(at.other.id, compact=True)
        answer = await answered(at, first, "80")
        assert str(answer.response.content).splitlines()[-1] == r"Wins against coc 55\: success"


async def test_where_rolls_are_verifiable_an_answer_is_too() -> None:
    async with table() as at:
        await at.game_master.slash(at.channel, "fair on")
        first = await at.roll("coc 55")
        answer = await answered(at, first, "80")
        assert "verifiable #2" in str(answer.response.embeds[0].footer.text)
        receipt = await at.other.slash(at.channel, "fair receipt", number=2)
        assert receipt.response.attachments
