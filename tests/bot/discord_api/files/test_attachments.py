"""From which addresses attachments are downloaded: Discord's own, or those of a proxy that stands for it."""

from __future__ import annotations

import pytest
from discord.http import Route

from bot.discord_api.files.attachments import DownloadRefused, check_address


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.discordapp.com/attachments/1/2/loot.txt?ex=1&is=2&hm=3",
        "https://media.discordapp.net/attachments/1/2/loot.txt",
        "https://cdn.discordapp.com:443/ephemeral-attachments/1/2/loot.txt",
    ],
)
def test_addresses_of_discord(url: str) -> None:
    check_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/attachments/1/2/loot.txt",
        "https://cdn.discordapp.com:8443/attachments/1/2/loot.txt",
        "https://cdn.discordapp.com.example.com/loot.txt",
        "https://cdn.discordapp.com@127.0.0.1/loot.txt",
        "https://example.com/cdn.discordapp.com/loot.txt",
        "https://discord.com/api/v10/users/@me",
        "https://127.0.0.1/loot.txt",
        "https://[::1]/loot.txt",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://cdn.discordapp.com/loot.txt",
        "//cdn.discordapp.com/loot.txt",
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(DownloadRefused):
        check_address(url)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8080/attachments/1/2/loot.txt", True),
        ("http://127.0.0.1:8081/attachments/1/2/loot.txt", False),
        ("https://127.0.0.1:8080/attachments/1/2/loot.txt", False),
    ],
)
def test_the_host_of_the_api_may_have_them_where_an_operator_chose_it(
    url: str, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:8080/api/v10")
    if allowed:
        check_address(url)
    else:
        with pytest.raises(DownloadRefused):
            check_address(url)
