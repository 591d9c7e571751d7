"""Which proxy leads to an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.discord_api.http.proxy import proxy_for, way_to
from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import Callable

    SetProxies = Callable[[dict[str, str]], None]

DISCORD = "https://discord.com/api/v10"
LOCAL = "http://127.0.0.1:8080/api/v10"


@pytest.fixture
def set_proxies(monkeypatch: pytest.MonkeyPatch) -> SetProxies:
    """Set the variables of proxies, and no others than these."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    def set_all(variables: dict[str, str]) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_all


@pytest.mark.parametrize(
    ("variables", "address", "proxy"),
    [
        ({}, DISCORD, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, DISCORD, "http://proxy:3128"),
        ({"https_proxy": "http://me:pass@proxy:3128"}, DISCORD, "http://me:pass@proxy:3128"),
        ({"HTTPS_PROXY": "proxy:3128"}, DISCORD, "http://proxy:3128"),
        ({"HTTP_PROXY": "http://proxy:3128"}, DISCORD, None),
        ({"HTTP_PROXY": "http://proxy:3128"}, LOCAL, "http://proxy:3128"),
        ({"ALL_PROXY": "http://proxy:3128"}, DISCORD, "http://proxy:3128"),
        ({"HTTPS_PROXY": ""}, DISCORD, None),
        ({"HTTPS_PROXY": "http://proxy:1", "NO_PROXY": "discord.com"}, DISCORD, None),
        ({"HTTPS_PROXY": "http://proxy:1", "NO_PROXY": "*"}, DISCORD, None),
        ({"HTTPS_PROXY": "http://proxy:1", "NO_PROXY": "example.com"}, DISCORD, "http://proxy:1"),
        ({"HTTP_PROXY": "http://proxy:1", "NO_PROXY": "localhost,127.0.0.1"}, LOCAL, None),
    ],
)
def test_the_variables_say_which(
    set_proxies: SetProxies, variables: dict[str, str], address: str, proxy: str | None
) -> None:
    set_proxies(variables)
    assert proxy_for(address) == proxy


@pytest.mark.parametrize(
    "value",
    [
        "socks5://me:dragon5@proxy:1080",
        "ftp://me:dragon5@proxy",
        "http://",
        "http://me:dragon5@",
        "http://me:dragon5@:3128",
        "http://me:dragon5@[::1",
        "http://me:dragon5@proxy:high",
        "http://me:dragon5@proxy:99999",
        "http://me:dragon5@proxy:0",
        "me:dragon5@",
    ],
)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_what_is_no_address_is_one_sentence_without_the_password(
    set_proxies: SetProxies, name: str, value: str
) -> None:
    set_proxies({name: value})
    with pytest.raises(StartupError) as refused:
        proxy_for(DISCORD)
    assert str(refused.value).startswith(f"{name.upper()} isn't the address of an HTTP proxy. Write one")
    assert "dragon5" not in str(refused.value)
    assert refused.value.exit_status == 2


@pytest.mark.parametrize(
    ("variables", "way"),
    [
        ({}, DISCORD),
        ({"HTTPS_PROXY": "proxy:3128"}, f"{DISCORD} through the proxy proxy:3128"),
        ({"HTTPS_PROXY": "http://me:dr@gon5@[::1]:3128/"}, f"{DISCORD} through the proxy [::1]:3128"),
    ],
)
def test_the_way_has_no_password(set_proxies: SetProxies, variables: dict[str, str], way: str) -> None:
    set_proxies(variables)
    assert way_to(DISCORD) == way
