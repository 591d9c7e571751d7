"""Logs: readable events, no token, no roll of discord.py's requests."""

from __future__ import annotations

import io
import json
import logging
import warnings
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.ops.logging import configure_logging

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "MTk4NjIy.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)


def logged(level: str, *, secret: str = "", as_json: bool = False) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(level, stream=stream, secret=secret, as_json=as_json)
    return stream


def test_an_event_is_one_line_of_keys_and_values() -> None:
    stream = logged("info")
    structlog.stdlib.get_logger("bot").info("shard ready", shard=3)
    (line,) = stream.getvalue().splitlines()
    assert "shard ready" in line
    assert "shard=3" in line


@pytest.mark.parametrize(
    ("level", "logger", "record_level", "shown"),
    [
        ("info", "bot", logging.DEBUG, False),
        ("debug", "bot", logging.DEBUG, True),
        ("debug", "discord.http", logging.DEBUG, False),
        ("info", "discord.http", logging.INFO, True),
        ("error", "discord.http", logging.WARNING, False),
        ("error", "bot", logging.ERROR, True),
    ],
)
def test_levels(level: str, logger: str, record_level: int, shown: bool) -> None:
    stream = logged(level)
    logging.getLogger(logger).log(record_level, "something %s", "happened")
    assert ("something happened" in stream.getvalue()) is shown


def test_the_token_is_blotted_out_even_in_a_traceback() -> None:
    stream = logged("info", secret=TOKEN)
    try:
        raise RuntimeError(f"cannot use {TOKEN}")
    except RuntimeError:
        structlog.stdlib.get_logger("bot").exception("failed", token=TOKEN)
    logging.getLogger("discord").error("also %s", TOKEN)
    output = stream.getvalue()
    assert TOKEN not in output
    assert output.count("[token]") == 3
    assert "Traceback" in output


def test_a_lost_connection_is_one_line_with_its_cause() -> None:
    stream = logged("info")
    try:
        raise ConnectionResetError("reset by peer")
    except ConnectionResetError:
        logging.getLogger("discord.shard").exception("Failed to connect for shard_id: %s. Retrying...", 0)
    (line,) = stream.getvalue().splitlines()
    assert "shard_id: 0" in line
    assert "ConnectionResetError: reset by peer" in line


@pytest.mark.parametrize("token", [TOKEN, 'odd"token\\with.signs'])
def test_json_is_one_object_a_line_without_the_token(token: str) -> None:
    stream = logged("info", secret=token, as_json=True)
    try:
        raise RuntimeError(f"cannot use {token}\nat all")
    except RuntimeError:
        structlog.stdlib.get_logger("bot").exception("failed", token=token, guild=900_000_000_000_000_101)
    logging.getLogger("discord").error("also %s\nin two lines", token)
    logging.getLogger("discord.shard").warning("of a class: %s", OSError)
    structlog.stdlib.get_logger("bot").info("values", of=OSError("gone"), small=3, none=None, true=True)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("something old", DeprecationWarning, stacklevel=1)
    assert token not in stream.getvalue()
    failed, also, shard, values, old = map(json.loads, stream.getvalue().splitlines())
    assert (failed["event"], failed["level"], failed["logger"]) == ("failed", "error", "bot")
    assert failed["exception"].startswith("Traceback (most recent call last):\n")
    assert failed["exception"].endswith("RuntimeError: cannot use [token]\nat all")
    assert (failed["token"], failed["guild"]) == ("[token]", "900000000000000101")
    assert also["event"] == "also [token]\nin two lines"
    assert shard["event"] == "of a class: <class 'OSError'>"
    assert {key: values[key] for key in ("of", "small", "none", "true")} == {
        "of": "OSError('gone')",
        "small": 3,
        "none": None,
        "true": True,
    }
    assert (old["logger"], old["level"]) == ("py.warnings", "warning")
    assert "DeprecationWarning: something old" in old["event"]
