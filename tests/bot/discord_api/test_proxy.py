"""Which proxy leads to an address."""

from __future__ import annotations

import pytest

from bot.discord_api.proxy import proxy_for

DISCORD = "https://discord.com/api/v10"
LOCAL = "http://127.0.0.1:8080/api/v10"


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
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], address: str, proxy: str | None
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(address) == proxy
