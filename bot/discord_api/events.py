"""Gateway events that discord.py can't parse.

Its parser then raises, which stops the client: a field that Discord leaves out of one interaction would
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

# There is no session without these, so they must not fail silently.
_NEEDED = ("READY", "RESUMED")
_INTERACTION = "INTERACTION_CREATE"
_TEXT_CHANNEL, _DIRECT_MESSAGES = 0, 1


def survive_unreadable(readers: dict[str, Reader], metrics: Metrics) -> None:
    """Replace the parsers so that each event that can't be parsed is counted and logged in one line.

    Of an interaction's channel, we only need the id: if the rest of the channel is the problem, the
    interaction is parsed without it.
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
            # Log neither the event nor the error message, which may quote it.
            log.error("event not readable", gateway_event=event, reason=type(failure).__name__)
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
    """Return the minimum of a channel that discord.py can parse, with the id of an interaction's channel."""
    channel_id = data.get("channel_id") or (data.get("channel") or {})["id"]
    if "guild_id" in data:
        return {"id": channel_id, "type": _TEXT_CHANNEL, "name": "", "position": 0}
    return {"id": channel_id, "type": _DIRECT_MESSAGES}
