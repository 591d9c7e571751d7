"""Logs: one key-value event a line, for our own events and discord.py's alike."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import structlog

from bot.ops.outage_log import OutageLog

if TYPE_CHECKING:
    from typing import TextIO

    from structlog.typing import EventDict, Processor, WrappedLogger

# These loggers tell of a connection lost and found again: the cause matters, the way to it does not.
_CONNECTION_LOGGERS = ("discord.shard", "discord.gateway")

# True of this bot by design: it has no intents and no voice.
_KNOWN = (
    "Guilds intent seems to be disabled",
    "PyNaCl is not installed",
    "davey is not installed",
    "logging in using static token",
)


def configure_logging(level: str, *, stream: TextIO, secret: str = "") -> None:
    """Send every log record to `stream`; `secret` is blotted out wherever it would appear.

    `level` is one of debug, info, warning and error, and holds for the bot. discord.py stays at
    info, because at debug it writes whole requests, with the tokens of interactions in them.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared, _shorten_connection_trouble],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            # The plain traceback, since the pretty one prints local variables.
            structlog.dev.ConsoleRenderer(
                colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
            _blot_out(secret),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(OutageLog(time.monotonic))
    handler.addFilter(lambda record: not str(record.msg).startswith(_KNOWN))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for library in ("discord", "asyncio", "aiohttp"):
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLogger().level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _shorten_connection_trouble(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if str(event.get("logger", "")).startswith(_CONNECTION_LOGGERS):
        exc_info = event.pop("exc_info", None)
        if exc_info:
            cause = exc_info[1] if isinstance(exc_info, tuple) else exc_info
            event["cause"] = f"{type(cause).__name__}: {cause}"
    return event


def _blot_out(secret: str) -> Processor:
    def blot_out(_logger: WrappedLogger, _method: str, line: str) -> str:
        return line.replace(secret, "[token]") if secret else line

    return blot_out  # type: ignore[return-value]  # the last processors see the rendered line
