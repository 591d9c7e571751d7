"""A table of players with verifiable rolls: requesting receipts and records, and reading them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dicewright import verification
from dicewright.verification import Receipt, Session

if TYPE_CHECKING:
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
    """Return what a message says about a roll, with numbers written as in files."""
    return str(result.response.embeds[0].description).replace(",", "")
