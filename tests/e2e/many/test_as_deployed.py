"""Bots with the settings that deploy/kubernetes gives to a pod."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from tests.support.fake_discord import FakeDiscord
from tests.support.fake_discord.rules import Rules
from tests.support.hosts.loopback import free_port
from tests.support.hosts.scraping import samples, scraped
from tests.support.hosts.tools import tool
from tests.support.process import PROJECT, bot_process

if TYPE_CHECKING:
    from pathlib import Path

KUBECTL = tool("kubectl") or ""
SHARDS = 16

pytestmark = pytest.mark.skipif(not KUBECTL, reason="kubectl is not installed (.ci/deploy-tools)")


@pytest.mark.parametrize(("name", "served"), [("base", list(range(SHARDS))), ("fixed-shards", [4, 5, 6, 7])])
async def test_the_second_pod(tmp_path: Path, postgresql_address: str, name: str, served: list[int]) -> None:
    built = subprocess.run(  # noqa: ASYNC221 - nothing else runs yet
        [KUBECTL, "kustomize", PROJECT / "deploy" / "kubernetes" / name], capture_output=True, check=True
    )
    (settings,) = (
        each["data"] for each in YAML(typ="safe").load_all(built.stdout) if each["kind"] == "ConfigMap"
    )
    port = free_port()
    async with FakeDiscord(rules=Rules(shards=SHARDS, max_concurrency=SHARDS)) as discord:
        variables = {
            **settings,
            **discord.environment(),
            "DATABASE_URL": postgresql_address,
            "HOSTNAME": "dicewright-1",
            # Tests run at the same time, and this is no network of its own.
            "HEALTH_PORT": str(port),
        }
        async with bot_process(variables, tmp_path) as bot:
            await discord.gateway.wait_for_sessions(len(served))
            rolled = await discord.slash("roll", dice="1d6", guild_id=(1_000 * SHARDS + served[-1]) << 22)
            assert (await rolled.first_message())["embeds"]
            found = samples(text_string_to_metric_families(await scraped(port)))
        assert all(json.loads(line)["event"] for line in bot.lines)
    assert sorted(session.shard for session in discord.gateway.sessions) == served
    assert found["dicewright_shards"] == SHARDS
    assert [shard for shard in range(SHARDS) if found.get(f"dicewright_shard_held {shard}") == 1] == served
