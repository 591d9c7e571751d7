"""`python -m bot.ops.probe`: check that the bot on this machine is alive. It is the image's HEALTHCHECK."""

from __future__ import annotations

import http.client
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import SettingsError, load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

# Served by bot.ops.health, but not imported from there, because importing the server takes too long.
_LIVE_PATH = "/health/live"
_SECONDS = 3.0
_ANY_INTERFACE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is asked, not what is served


def probe(environment: Mapping[str, str], env_file: Path) -> str:
    """Return what is wrong with the bot running with the same settings, or nothing."""
    try:
        settings = load_settings(environment, env_file)
    except SettingsError as error:
        return str(error)
    if not settings.health_port:
        # A container must not be unhealthy just because its endpoint is turned off.
        return ""
    host = _ANY_INTERFACE.get(settings.health_host, settings.health_host)
    connection = http.client.HTTPConnection(host, settings.health_port, timeout=_SECONDS)
    try:
        connection.request("GET", _LIVE_PATH)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"The bot does not answer on {host} port {settings.health_port}: {error}"
    finally:
        connection.close()
    return "" if status == http.client.OK else f"The bot answers with status {status}."


if __name__ == "__main__":
    if problem := probe(os.environ, Path(".env")):
        print(problem, file=sys.stderr)
        raise SystemExit(1)
