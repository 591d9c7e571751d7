"""Sharing a saved roll with another player by a code."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from bot.services.saved.saved import SavedRolls
from bot.services.saved.sharing import Sharing, new_code, read_code, shown_code
from bot.services.user_error import UserError
from bot.store.saved_rolls import Owner
from tests.support.clock import Clock
from tests.support.rolls import ANN, BOB

if TYPE_CHECKING:
    from bot.store.connection.database import Database

MINE, HIS = Owner.player(ANN), Owner.player(BOB)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def saved(database: Database, clock: Clock) -> SavedRolls:
    return SavedRolls(database, now=clock.now, clock=clock)


@pytest.fixture
def sharing(database: Database, saved: SavedRolls, clock: Clock) -> Sharing:
    numbers = count()
    return Sharing(database, saved, now=clock.now, new_code=lambda: f"C0DE{next(numbers):06}")


async def texts(saved: SavedRolls, owner: Owner) -> dict[str, str]:
    return {roll.name: roll.text for roll in await saved.of(owner)}


async def test_a_shared_roll_comes_with_what_it_needs_and_no_more(
    saved: SavedRolls, sharing: Sharing
) -> None:
    for name, text in (("str", "3"), ("attack", "1d20 + @Str + @luck"), ("secret", "1d100")):
        await saved.add(MINE, name, text)
    share = await sharing.share(ANN, MINE, "@Attack")
    outcome = await sharing.take(shown_code(share.code).lower(), HIS)
    assert outcome.added == ("attack", "str")
    assert await texts(saved, HIS) == {"attack": "1d20 + @Str + @luck", "str": "3"}


async def test_who_takes_keeps_what_is_there_unless_it_is_to_be_replaced(
    saved: SavedRolls, sharing: Sharing
) -> None:
    await saved.add(MINE, "str", "3")
    await saved.add(MINE, "attack", "1d20 + @str")
    await saved.add(HIS, "str", "5")
    share = await sharing.share(ANN, MINE, "attack")
    assert (await sharing.take(share.code, HIS)).kept == ("str",)
    assert await texts(saved, HIS) == {"attack": "1d20 + @str", "str": "5"}
    assert (await sharing.take(share.code, HIS, replace=True)).replaced == ("str",)
    assert await texts(saved, HIS) == {"attack": "1d20 + @str", "str": "3"}


async def test_what_was_shared_does_not_change_with_the_original(saved: SavedRolls, sharing: Sharing) -> None:
    await saved.add(MINE, "attack", "1d20")
    share = await sharing.share(ANN, MINE, "attack")
    await saved.remove(MINE, "attack")
    await sharing.take(share.code, HIS)
    assert await texts(saved, HIS) == {"attack": "1d20"}


async def test_a_code_ends_after_thirty_days(saved: SavedRolls, sharing: Sharing, clock: Clock) -> None:
    await saved.add(MINE, "attack", "1d20")
    share = await sharing.share(ANN, MINE, "attack")
    clock.advance(days=29.9)
    await sharing.take(share.code, HIS)
    clock.advance(days=0.2)
    with pytest.raises(UserError) as caught:
        await sharing.take(share.code, HIS)
    assert str(caught.value) == (
        "The code C0DE0-00000 doesn't exist or has expired. Codes work for 30 days: ask for a new one."
    )


async def test_what_cannot_be_shared_or_taken(sharing: Sharing) -> None:
    with pytest.raises(UserError, match="There is no saved roll called @attack"):
        await sharing.share(ANN, MINE, "attack")
    with pytest.raises(UserError, match="The code K7QM2-9XPTA"):
        await sharing.take("k7qm29xpta", HIS)
    for code, length in (("", 0), ("K7QM2-9XPT", 9), ("x" * 500, 500), ("%", 0)):
        with pytest.raises(UserError, match=f"such as K7QM2-9XPTA, and this one has {length}"):
            await sharing.take(code, HIS)


async def test_a_player_has_fifty_codes_at_a_time(saved: SavedRolls, sharing: Sharing, clock: Clock) -> None:
    await saved.add(MINE, "attack", "1d20")
    for _ in range(50):
        await sharing.share(ANN, MINE, "attack")
    with pytest.raises(UserError, match=r"^You already share 50 codes\."):
        await sharing.share(ANN, MINE, "attack")
    clock.advance(days=31)
    await sharing.share(ANN, MINE, "attack")


def test_codes_are_read_as_people_type_them() -> None:
    for _ in range(100):
        code = new_code()
        assert len(code) == 10
        for typed in (
            shown_code(code),
            code.lower(),
            f" {' '.join(code)} ",
            code.replace("1", "l").replace("0", "O"),
        ):
            assert read_code(typed) == code
