"""Logs: one event per line, as text or as JSON, both for our own events and for discord.py's."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING

import structlog

from bot.ops.outage_log import OutageLog

if TYPE_CHECKING:
    from typing import TextIO

    from structlog.typing import EventDict, Processor, WrappedLogger

# These loggers report lost and restored connections: the cause matters, but not the traceback.
_CONNECTION_LOGGERS = ("discord.shard", "discord.gateway")

_LARGEST_EXACT = 2**53

# These are true of this bot by design: it has no intents and no voice.
_KNOWN = (
    "Guilds intent seems to be disabled",
    "PyNaCl is not installed",
    "davey is not installed",
    "logging in using static token",
)


def configure_logging(level: str, *, stream: TextIO, secret: str = "", as_json: bool = False) -> None:
    """Send every log record to `stream`; `secret` is redacted wherever it would appear.

    `level` is one of debug, info, warning and error, and applies to the bot. discord.py stays at info,
    because at debug it logs whole requests, including the tokens of interactions. With `as_json`, each event
    is one object on one line, including tracebacks and Python's own warnings.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    own = [structlog.stdlib.add_logger_name, *shared] if as_json else shared
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared, _shorten_connection_trouble],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *(_JSON if as_json else _text(colors=stream.isatty())),
            _blot_out(secret),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(OutageLog(time.monotonic))
    handler.addFilter(lambda record: not str(record.msg).startswith(_KNOWN))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(as_json)
    for library in ("discord", "asyncio", "aiohttp"):
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLogger().level))
    structlog.configure(
        processors=[*own, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _text(*, colors: bool) -> tuple[Processor, ...]:
    # The plain traceback, because the pretty one shows local variables.
    return (structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback),)


def _exact_numbers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Turn ids into strings, as Discord does: many JSON parsers would round them."""
    return {
        key: str(value) if isinstance(value, int) and abs(value) > _LARGEST_EXACT else value
        for key, value in event.items()
    }


def _shorten_connection_trouble(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if str(event.get("logger", "")).startswith(_CONNECTION_LOGGERS):
        exc_info = event.pop("exc_info", None)
        if exc_info:
            cause = exc_info[1] if isinstance(exc_info, tuple) else exc_info
            event["cause"] = f"{type(cause).__name__}: {cause}"
    return event


def _blot_out(secret: str) -> Processor:
    # JSON escapes some characters.
    forms = {secret, json.dumps(secret)[1:-1]} - {""}

    def blot_out(_logger: WrappedLogger, _method: str, line: str) -> str:
        for form in forms:
            line = line.replace(form, "[token]")
        return line

    return blot_out  # type: ignore[return-value]  # the last processors see the rendered line


_JSON: tuple[Processor, ...] = (
    structlog.processors.format_exc_info,
    _exact_numbers,
    structlog.processors.JSONRenderer(default=repr),
)
