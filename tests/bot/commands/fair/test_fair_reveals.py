"""The secret of verifiable rolls: nothing shows it early, and it is revealed on time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from bot.commands.fair_reveals import FairReveals
from bot.discord_api.channels import ChannelPosts
from bot.services.fair.ledger import FairLedger
from bot.services.fair.receipts import Receipts
from bot.services.fair.secret_keys import SecretKeys
from bot.services.fair.sessions import secrets_of
from bot.store import fair
from dicewright import verification
from tests.support.fair.tables import HASH, mark_of, receipt, turned_on
from tests.support.table import table


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
