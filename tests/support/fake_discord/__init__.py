"""A small Discord over real sockets, for what a simulation in process cannot show.

It answers REST as Discord does (exactly `Content-Type: application/json`), speaks the gateway with
sequence numbers, sessions that are resumed with what was missed, many shards, and the limits of starting
sessions; it keeps Discord's rules for answering interactions, records every request, and can be made to
fail, to be late or to drop connections.
"""

from tests.support.fake_discord.interactions import Interaction
from tests.support.fake_discord.payloads import Person
from tests.support.fake_discord.records import Fault, Request, Shown
from tests.support.fake_discord.rules import Rules
from tests.support.fake_discord.server import FakeDiscord

__all__ = ["FakeDiscord", "Fault", "Interaction", "Person", "Request", "Rules", "Shown"]
