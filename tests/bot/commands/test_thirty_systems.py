"""Every shipped game is played at the table by what its page says; thirty of them across a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.services.rolls.rolling import RollingService
from bot.services.systems.pages import rolls_of
from bot.store.rolls import own_rolls
from tests.support.table import table

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

COMMANDS = dicewright.systems().commands
# A started Discord for each dozen of games.
GROUPS = [COMMANDS[at : at + 12] for at in range(0, len(COMMANDS), 12)]
MOST_ROLLS = 3


def calls_of(command: str) -> list[str]:
    """Return a call of each of a system's first rolls, put together from the parts that its page shows."""
    system = dicewright.systems()[command]
    calls = []
    for page in rolls_of(system)[:MOST_ROLLS]:
        opening = system.description.opening(page.name)
        needed = [part.typed for part in page.parts if not part.optional]
        calls.append(" ".join([opening, *needed]))
    return calls


async def played(at: Table, call: str) -> simcord.InteractionResult:
    """Roll a call, and look at the reply: what the system says of the dice leads."""
    # Nobody plays eighty games in a minute.
    at.services.rate._full_at.clear()
    result = await at.roll(call)
    await shows_what_is_kept(at, result, call)
    return result


async def shows_what_is_kept(at: Table, result: simcord.InteractionResult, call: str) -> None:
    assert result.response.embeds, (call, result.response.content)
    description = str(result.response.embeds[0].description).replace("\\", "")
    await at.services.history.flush()
    (roll,) = await at.services.past.page(own_rolls(at.player.id), limit=1)
    assert roll.outcome is not None
    (kept,) = roll.outcome["rolls"]
    said = kept["outcome"] or kept["message"] or kept["number"]
    assert said.partition("\n")[0].casefold() in description.casefold(), (call, description)
    faces = [die[0] for _pool, dice in kept["pools"] for die in dice]
    assert all(face in description for face in faces), (call, description)


@pytest.mark.parametrize("commands", GROUPS, ids=["-".join((group[0], group[-1])) for group in GROUPS])
async def test_each_is_played_by_its_usage(commands: tuple[str, ...]) -> None:
    async with table(rolling=RollingService(dice=dicewright.seeded("table"))) as at:
        for command in commands:
            for call in calls_of(command):
                await played(at, call)


async def test_thirty_are_rolled_again_after_a_restart(address: str) -> None:
    thirty = COMMANDS[::2][:30]
    assert len(thirty) == 30
    async with table(rolling=RollingService(dice=dicewright.seeded("again")), address=address) as at:
        first = {command: await played(at, calls_of(command)[0]) for command in thirty}
        await at.restart()
        for command, result in first.items():
            at.services.rate._full_at.clear()
            again = await at.player.click(result.response, label="Roll again")
            await shows_what_is_kept(at, again, command)
            assert again.response.embeds[0].author.name == result.response.embeds[0].author.name
