"""compose.yaml agrees with the image and with the settings."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML

from bot.settings import documented_settings
from tests.support.process import PROJECT

COMPOSE: dict[str, Any] = YAML(typ="safe").load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")


def test_the_bot_alone_is_the_default_and_postgresql_a_profile() -> None:
    profiles = {name: service.get("profiles", []) for name, service in COMPOSE["services"].items()}
    assert profiles == {"bot": [], "database": ["postgres"]}


def test_the_bot_sets_only_what_is_a_setting() -> None:
    variables = {setting.variable for setting in documented_settings()}
    proxies = {"HTTP_PROXY", "HTTPS_PROXY"}
    assert set(COMPOSE["services"]["bot"]["environment"]) - proxies <= variables
    assert (
        set(re.findall(r"^(?:ENV|   ) (?:.* )?([A-Z_]+_PORT|[A-Z_]+_URL)=", DOCKERFILE, re.MULTILINE))
        <= variables
    )


def test_the_bot_can_write_only_where_the_image_keeps_its_state() -> None:
    bot = COMPOSE["services"]["bot"]
    assert bot["read_only"] is True
    assert bot["volumes"] == ["data:/data"]
    assert re.findall(r"^VOLUME (\S+)$", DOCKERFILE, re.MULTILINE) == ["/data"]


def test_the_bot_gets_the_time_that_it_takes_to_stop() -> None:
    assert int(COMPOSE["services"]["bot"]["stop_grace_period"].removesuffix("s")) > 10


def test_volumes_are_declared() -> None:
    used = {volume.partition(":")[0] for each in COMPOSE["services"].values() for volume in each["volumes"]}
    assert used == set(COMPOSE["volumes"])


def test_the_bot_is_held_to_the_memory_that_the_guide_names() -> None:
    assert COMPOSE["services"]["bot"]["mem_limit"] == "512m"
    guide = (PROJECT / "docs" / "self-hosting.md").read_text(encoding="utf-8")
    assert "--memory 512m" in guide
    assert "MemoryMax=512M" in (PROJECT / "deploy/systemd/dicewright.service").read_text(encoding="utf-8")


def test_logs_cannot_fill_the_disk() -> None:
    for service in COMPOSE["services"].values():
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}


def test_each_service_has_a_memory_limit() -> None:
    assert all(service["mem_limit"] for service in COMPOSE["services"].values())


MANY: dict[str, Any] = YAML(typ="safe").load(
    (PROJECT / "deploy" / "compose" / "compose.yaml").read_text(encoding="utf-8")
)


def test_several_bots_share_the_shards_and_one_database() -> None:
    bot, alone = MANY["services"]["bot"], COMPOSE["services"]["bot"]
    assert bot["environment"]["SHARDS"] == "auto"
    assert bot["deploy"]["replicas"] > 1
    assert set(bot["environment"]) <= {setting.variable for setting in documented_settings()}
    # Several containers cannot have one name, one port or one file.
    assert not {"container_name", "ports", "volumes"} & bot.keys()
    same = (
        "read_only",
        "cap_drop",
        "security_opt",
        "mem_limit",
        "pids_limit",
        "stop_grace_period",
        "logging",
    )
    assert {key: bot[key] for key in same} == {key: alone[key] for key in same}
    database, beside = MANY["services"]["database"], COMPOSE["services"]["database"]
    assert database["image"] == beside["image"]


def test_what_watches_the_bots_is_a_profile_and_reads_files_that_there_are() -> None:
    profiles = {name: service.get("profiles", []) for name, service in MANY["services"].items()}
    assert profiles == {"bot": [], "database": [], "prometheus": ["monitoring"], "grafana": ["monitoring"]}
    sources = [
        volume.partition(":")[0] for each in MANY["services"].values() for volume in each.get("volumes", ())
    ]
    for source in sources:
        if source.startswith("."):
            assert (PROJECT / "deploy" / "compose" / source).exists(), source
        else:
            assert source in MANY["volumes"]
    (ports,) = [each["ports"] for each in MANY["services"].values() if "ports" in each]
    assert all(port.startswith("127.0.0.1:") for port in ports)
