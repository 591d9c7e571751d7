"""A small Discord over real sockets, for what an in-process simulation can't show.

It answers REST requests as Discord does (with exactly `Content-Type: application/json`), and its gateway has
sequence numbers, resumed sessions that get missed events, many shards, and limits on starting sessions. It
enforces Discord's rules for answering interactions, records every request, and can be made to fail, to be
late, or to drop connections.
"""

from tests.support.fake_discord.interactions import Interaction
from tests.support.fake_discord.payloads import Person
from tests.support.fake_discord.records import Fault, Request, Shown
from tests.support.fake_discord.rules import Rules
from tests.support.fake_discord.server import FakeDiscord

__all__ = ["FakeDiscord", "Fault", "Interaction", "Person", "Request", "Rules", "Shown"]
