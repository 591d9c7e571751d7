"""Events of the gateway that discord.py cannot read.

Its reader then raises, and that ends the client: a field that Discord leaves out of one interaction would
stop the bot for everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from bot.metrics import arrived

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.metrics import Metrics

    Reader = Callable[[Any], None]

log = structlog.stdlib.get_logger(__name__)

# Without these there is no session, and so they must not fail in silence.
_NEEDED = ("READY", "RESUMED")
_INTERACTION = "INTERACTION_CREATE"
_TEXT_CHANNEL, _DIRECT_MESSAGES = 0, 1


def survive_unreadable(readers: dict[str, Reader], metrics: Metrics) -> None:
    """Have each event that cannot be read logged in one line and counted, by changing its reader.

    Of an interaction, only the id of its channel matters to us: if the rest of that channel is the
    trouble, it is read without.
    """
    for event, read in readers.items():
        if event == _INTERACTION:
            readers[event] = _surviving(event, _timed(_reading_plainly(read), metrics), metrics)
        elif event not in _NEEDED:
            readers[event] = _surviving(event, read, metrics)


def _surviving(event: str, read: Reader, metrics: Metrics) -> Reader:
    def survive(data: Any) -> None:
        try:
            read(data)
        except Exception as failure:
            # Neither the event nor the text of the failure, which may quote it.
            log.error("event not understood", gateway_event=event, reason=type(failure).__name__)
            metrics.failed("unreadable_event")

    return survive


def _timed(read: Reader, metrics: Metrics) -> Reader:
    def read_timed(data: Any) -> None:
        arrived.set(metrics.clock())
        read(data)

    return read_timed


def _reading_plainly(read: Reader) -> Reader:
    def read_plainly(data: Any) -> None:
        try:
            read(data)
        except (KeyError, TypeError, ValueError, AttributeError):
            read({**data, "channel": _plain_channel(data)})

    return read_plainly


def _plain_channel(data: dict[str, Any]) -> dict[str, Any]:
    """Return a channel with the id of that of an interaction, and the least that discord.py reads."""
    channel_id = data.get("channel_id") or (data.get("channel") or {})["id"]
    if "guild_id" in data:
        return {"id": channel_id, "type": _TEXT_CHANNEL, "name": "", "position": 0}
    return {"id": channel_id, "type": _DIRECT_MESSAGES}
