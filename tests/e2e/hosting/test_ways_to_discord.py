"""Ways to reach Discord: through a proxy, past one, and by IPv6 alone."""

from __future__ import annotations

import ssl
import sys
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.support.fake_discord import FakeDiscord
from tests.support.hosts.http_proxy import http_proxy
from tests.support.process import bot_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

NOWHERE = "http://127.0.0.1:9"
# A name that does not resolve: only the proxy knows its address.
NAME = "discord.invalid"
CHECK = (sys.executable, "-m", "bot", "check")
SECRET = "dragon5"

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority that only these tests trust."""
    return trustme.CA()


@pytest.fixture
async def tls_discord(authority: trustme.CA) -> AsyncIterator[FakeDiscord]:
    """A Discord over HTTPS, with a certificate for the name."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(NAME).configure_cert(context)
    async with FakeDiscord(tls=context) as fake:
        yield fake


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Mapping[str, str]:
    """What makes a process trust the authority."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    return {"SSL_CERT_FILE": str(tmp_path / "authority.pem")}


def known_by_name(discord: FakeDiscord) -> dict[str, str]:
    """Return the variables that point a bot to a Discord which only a proxy finds."""
    variables = {name: value.replace("127.0.0.1", NAME) for name, value in discord.environment().items()}
    discord.gateway.url = variables["DISCORD_GATEWAY_URL"]
    return {**variables, "NO_PROXY": ""}


async def rolls(discord: FakeDiscord) -> bool:
    await discord.gateway.wait_for_sessions(1)
    rolled = await discord.slash("roll", dice="1d6")
    return bool((await rolled.first_message())["embeds"])


async def test_through_a_proxy(discord: FakeDiscord, tmp_path: Path) -> None:
    variables = known_by_name(discord)
    async with http_proxy(discord.port) as proxy:
        variables["HTTP_PROXY"] = proxy.address
        async with bot_process(variables, tmp_path) as bot:
            assert await rolls(discord)
        assert proxy.asked
        assert all(f"http://{NAME}:{discord.port}/" in line for line in proxy.asked), proxy.asked
        assert "Traceback" not in bot.output
        async with bot_process(variables, tmp_path, CHECK) as bot:
            assert await bot.exit_status() == 0


async def test_through_a_proxy_that_sees_nothing(
    tls_discord: FakeDiscord, tmp_path: Path, trusted: Mapping[str, str]
) -> None:
    variables = {**known_by_name(tls_discord), **trusted}
    async with http_proxy(tls_discord.port, f"me:{SECRET}") as proxy:
        variables["HTTPS_PROXY"] = proxy.address.replace("://", f"://me:{SECRET}@")
        async with bot_process(variables, tmp_path) as bot:
            assert await rolls(tls_discord)
        assert "Traceback" not in bot.output
        async with bot_process(variables, tmp_path, CHECK) as bot:
            assert await bot.exit_status() == 0
    assert set(proxy.asked) == {f"CONNECT {NAME}:{tls_discord.port} HTTP/1.1"}


@pytest.mark.parametrize("command", [(), CHECK], ids=["start", "check"])
async def test_a_proxy_that_refuses_is_one_sentence(
    tls_discord: FakeDiscord, tmp_path: Path, trusted: Mapping[str, str], command: tuple[str, ...]
) -> None:
    variables = {**known_by_name(tls_discord), **trusted}
    async with http_proxy(tls_discord.port, "me:another") as proxy:
        variables["HTTPS_PROXY"] = proxy.address.replace("://", f"://me:{SECRET}@")
        async with bot_process(variables, tmp_path, *filter(None, [command])) as bot:
            assert await bot.exit_status() == 1
    assert bot.lines[-1].removeprefix("token: ") == (
        f"Discord cannot be reached at {tls_discord.api_url.replace('127.0.0.1', NAME)} through the proxy "
        f"{proxy.address.removeprefix('http://')}: the proxy answers with status 407: "
        "Proxy Authentication Required. Check the connection and try again."
    )
    assert SECRET not in bot.output
    assert "Traceback" not in bot.output


async def test_a_proxy_that_nobody_vouches_for_is_one_sentence(
    tls_discord: FakeDiscord, tmp_path: Path
) -> None:
    # It may be one that opens what is sent through it, with an authority of its own.
    variables = known_by_name(tls_discord)
    async with http_proxy(tls_discord.port) as proxy:
        variables["HTTPS_PROXY"] = proxy.address
        async with bot_process(variables, tmp_path) as bot:
            assert await bot.exit_status() == 1
    assert "the certificate cannot be trusted: " in bot.lines[-1]
    assert bot.lines[-1].endswith("set SSL_CERT_FILE to a file with its certificate authority.")
    assert "Traceback" not in bot.output


async def test_a_proxy_of_another_kind_is_one_sentence(discord: FakeDiscord, tmp_path: Path) -> None:
    variables = {**discord.environment(), "HTTP_PROXY": "socks5://127.0.0.1:9", "NO_PROXY": ""}
    async with bot_process(variables, tmp_path) as bot:
        assert await bot.exit_status() == 2
    assert bot.lines[-1].startswith("HTTP_PROXY isn't the address of an HTTP proxy.")
    assert "Traceback" not in bot.output


async def test_past_a_proxy(discord: FakeDiscord, tmp_path: Path) -> None:
    variables = {**discord.environment(), "HTTP_PROXY": NOWHERE, "NO_PROXY": "127.0.0.1"}
    async with bot_process(variables, tmp_path):
        assert await rolls(discord)


async def test_a_proxy_that_is_not_there_is_one_sentence(discord: FakeDiscord, tmp_path: Path) -> None:
    variables = {**discord.environment(), "HTTP_PROXY": NOWHERE, "NO_PROXY": ""}
    async with bot_process(variables, tmp_path) as bot:
        assert await bot.exit_status() == 1
        way = f"{discord.api_url} through the proxy 127.0.0.1:9"
        assert bot.lines[-1].startswith(f"Discord cannot be reached at {way}: ")
    assert "Traceback" not in bot.output


async def test_by_ipv6_alone(tmp_path: Path) -> None:
    async with FakeDiscord(host="::1") as discord, bot_process(discord.environment(), tmp_path):
        assert await rolls(discord)
