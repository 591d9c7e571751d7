"""The proxy through which the bot reaches Discord, set by the usual environment variables."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCHEMES = ("http", "https")


def proxy_for(address: str) -> str | None:
    """Return the URL of the proxy for a URL; None if that is reached directly.

    HTTP_PROXY and HTTPS_PROXY apply according to the URL's scheme, ALL_PROXY to both; NO_PROXY lists hosts
    that are reached directly. Raises StartupError if the variable is not the URL of an HTTP proxy.
    """
    proxies: Mapping[str, str] = getproxies_environment()
    parts = urlsplit(address)
    name = parts.scheme if proxies.get(parts.scheme) else "all"
    found = proxies.get(name)
    if not found or proxy_bypass(parts.hostname or ""):
        return None
    proxy = found if "://" in found else f"http://{found}"
    if not _is_address(proxy):
        # Without the value, which may contain a password.
        raise StartupError(
            f"{name.upper()}_PROXY isn't the address of an HTTP proxy. "
            "Write one such as http://proxy.example:3128. SOCKS proxies are not supported.",
            exit_status=2,
        )
    return proxy


def way_to(address: str) -> str:
    """Return a URL and the proxy through which it is reached, if any, without passwords.

    >>> way_to("http://127.0.0.1:8080")
    'http://127.0.0.1:8080'
    """
    proxy = proxy_for(address)
    if proxy is None:
        return address
    return f"{address} through the proxy {urlsplit(proxy).netloc.rpartition('@')[2]}"


def _is_address(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
