"""Button states: equal texts share a key, and finding one keeps it in use."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.store import button_states, retention
from tests.support.rolls import START

if TYPE_CHECKING:
    from bot.store.connection.database import Database

DAY = timedelta(days=1)


async def test_a_text_is_found_by_its_key(database: Database) -> None:
    long = "1d20 + " * 140 + "1d20 # “naïve” 🎲"
    key = await database.write(button_states.keep, long, now=START)
    assert len(key) == 24
    assert await database.write(button_states.find, key, now=START) == long
    assert await database.write(button_states.find, "0" * 24, now=START) is None


async def test_equal_texts_share_a_key_and_others_do_not(database: Database) -> None:
    keys = [await database.write(button_states.keep, text, now=START) for text in ("d6", "d8", "d6")]
    assert keys[0] == keys[2] != keys[1]


async def test_what_is_used_is_kept(database: Database) -> None:
    pressed = await database.write(button_states.keep, "pressed", now=START)
    posted = await database.write(button_states.keep, "posted again", now=START)
    unused = await database.write(button_states.keep, "unused", now=START)
    await database.write(button_states.find, pressed, now=START + 10 * DAY)
    await database.write(button_states.keep, "posted again", now=START + 10 * DAY)
    assert await database.write(retention.remove_button_states, before=START + 5 * DAY, limit=9) == 1
    left = [await database.write(button_states.find, key, now=START) for key in (pressed, posted, unused)]
    assert left == ["pressed", "posted again", None]
