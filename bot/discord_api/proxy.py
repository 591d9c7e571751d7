"""The proxy through which a bot reaches Discord, by the variables that other programs read, too."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

if TYPE_CHECKING:
    from collections.abc import Mapping


def proxy_for(address: str) -> str | None:
    """Return the address of the proxy for an address; None where it is reached directly.

    HTTP_PROXY and HTTPS_PROXY say which, by the scheme of the address, ALL_PROXY for both; NO_PROXY lists
    hosts that are reached directly.
    """
    proxies: Mapping[str, str] = getproxies_environment()
    parts = urlsplit(address)
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found or proxy_bypass(parts.hostname or ""):
        return None
    return found if "://" in found else f"http://{found}"
