"""deploy/kubernetes: built by kubectl, read by Kubernetes' own schemas, and at one with image and bot."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from typing import Any

import kubernetes_validate
import pytest
from ruamel.yaml import YAML

from bot.settings import documented_settings, settings_from
from tests.support.hosts.tools import tool
from tests.support.process import PROJECT

FOLDER = PROJECT / "deploy" / "kubernetes"
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
KUBECTL = tool("kubectl") or ""
# The newest that there are schemas of, and the oldest that any provider still runs.
VERSIONS = (kubernetes_validate.latest_version(), "1.30")
WORKLOADS = {"base": "Deployment", "fixed-shards": "StatefulSet"}
SECRETS = {"DISCORD_TOKEN", "DATABASE_URL", "SECRETS_KEY"}
# What the bot finds in the second pod besides.
IN_A_POD = {"DATABASE_URL": "postgresql://bot:secret@postgresql/dicewright", "HOSTNAME": "dicewright-1"}
NAME = {"app.kubernetes.io/name": "dicewright"}

pytestmark = pytest.mark.skipif(not KUBECTL, reason="kubectl is not installed (.ci/deploy-tools)")


@cache
def built(name: str) -> dict[str, dict[str, Any]]:
    """Return what a folder makes, by kind."""
    done = subprocess.run([KUBECTL, "kustomize", FOLDER / name], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return {each["kind"]: each for each in YAML(typ="safe").load_all(done.stdout)}


def pod(name: str) -> dict[str, Any]:
    template: dict[str, Any] = built(name)[WORKLOADS[name]]["spec"]["template"]
    assert template["metadata"]["labels"] == NAME
    spec: dict[str, Any] = template["spec"]
    return spec


def container(name: str) -> dict[str, Any]:
    (only,) = pod(name)["containers"]
    assert isinstance(only, dict)
    return only


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", WORKLOADS)
def test_kubernetes_reads_all_of_it(name: str, version: str) -> None:
    kinds = built(name)
    assert kinds.keys() == {
        WORKLOADS[name],
        "ConfigMap",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "Service",
        "ServiceAccount",
    }
    for each in kinds.values():
        kubernetes_validate.validate(each, version, strict=True)
        assert each["metadata"]["namespace"] == "dicewright"


def test_what_kubernetes_would_not_read_is_found() -> None:
    wrong = {**built("base")["Deployment"], "spec": {**built("base")["Deployment"]["spec"], "replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
        kubernetes_validate.validate(wrong, VERSIONS[0], strict=True)


@pytest.mark.parametrize("name", WORKLOADS)
def test_everything_finds_the_pods(name: str) -> None:
    kinds = built(name)
    assert kinds[WORKLOADS[name]]["spec"]["selector"] == {"matchLabels": NAME}
    assert kinds["PodDisruptionBudget"]["spec"]["selector"] == {"matchLabels": NAME}
    assert kinds["NetworkPolicy"]["spec"]["podSelector"] == {"matchLabels": NAME}
    assert kinds["Service"]["spec"]["selector"] == NAME


@pytest.mark.parametrize("name", WORKLOADS)
def test_the_settings_are_those_of_the_bot(name: str) -> None:
    settings = built(name)["ConfigMap"]["data"]
    assert settings.keys() <= {setting.variable for setting in documented_settings()}
    read = settings_from(IN_A_POD | settings)
    assert (read.health_port, read.health_host, read.log_format) == (8080, "0.0.0.0", "json")  # noqa: S104 - of a pod
    source = {"name": built(name)["ConfigMap"]["metadata"]["name"]}
    assert container(name)["envFrom"] == [{"configMapRef": source}]


def test_the_base_shares_the_shards_and_the_other_divides_them() -> None:
    assert settings_from(IN_A_POD | built("base")["ConfigMap"]["data"]).shard_range.shared
    fixed, spec = built("fixed-shards"), built("fixed-shards")["StatefulSet"]["spec"]
    settings = fixed["ConfigMap"]["data"]
    assert settings["SHARDS"] == ""
    assert int(settings["SHARD_COUNT"]) == spec["replicas"] * int(settings["SHARDS_PER_PROCESS"])
    second = settings_from(IN_A_POD | settings).shard_range
    assert (second.count, list(second.ids or ()), second.shared) == (16, [4, 5, 6, 7], False)
    # A StatefulSet's pods are named after it, and the bot counts by the number at the end.
    assert spec["serviceName"] == fixed["Service"]["metadata"]["name"] == "dicewright"


@pytest.mark.parametrize("name", WORKLOADS)
def test_secrets_are_only_referred_to(name: str) -> None:
    assert "Secret" not in built(name)
    given = {each["name"]: each["valueFrom"]["secretKeyRef"] for each in container(name)["env"]}
    assert given == {each: {"name": "dicewright", "key": each} for each in SECRETS}
    assert {s.variable for s in documented_settings() if s.variable in SECRETS} == SECRETS


@pytest.mark.parametrize("name", WORKLOADS)
def test_the_pod_may_do_as_little_as_the_container(name: str) -> None:
    (user,) = re.findall(r"^USER (\d+):\1$", DOCKERFILE, re.MULTILINE)
    (volume,) = re.findall(r"^VOLUME (\S+)$", DOCKERFILE, re.MULTILINE)
    security = pod(name)["securityContext"]
    assert security == {
        "runAsNonRoot": True,
        "runAsUser": int(user),
        "runAsGroup": int(user),
        "fsGroup": int(user),
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container(name)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert [mount["mountPath"] for mount in container(name)["volumeMounts"]] == [volume]
    assert pod(name)["automountServiceAccountToken"] is False
    # As in compose.yaml and the systemd unit.
    assert container(name)["resources"]["limits"] == {"memory": "512Mi"}
    assert pod(name)["terminationGracePeriodSeconds"] > 10


@pytest.mark.parametrize("name", WORKLOADS)
def test_probes_restart_only_what_does_not_answer(name: str) -> None:
    probes = {kind: container(name)[f"{kind}Probe"] for kind in ("startup", "liveness", "readiness")}
    paths = {kind: probe["httpGet"]["path"] for kind, probe in probes.items()}
    assert paths == {"startup": "/health/live", "liveness": "/health/live", "readiness": "/health/ready"}
    assert {probe["httpGet"]["port"] for probe in probes.values()} == {"health"}
    assert container(name)["ports"] == [{"name": "health", "containerPort": 8080}]
    # A database that hangs is found to be away after two and a half seconds.
    assert probes["readiness"]["timeoutSeconds"] > 2.5


def test_an_upgrade_starts_the_new_before_it_stops_the_old() -> None:
    assert built("base")["Deployment"]["spec"]["strategy"]["rollingUpdate"] == {
        "maxSurge": 1,
        "maxUnavailable": 0,
    }
    assert built("base")["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1


@pytest.mark.parametrize("name", WORKLOADS)
def test_the_network_is_closed_but_for_what_the_bot_needs(name: str) -> None:
    policy = built(name)["NetworkPolicy"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    (scrape,) = policy["ingress"]
    assert scrape["ports"] == [{"protocol": "TCP", "port": 8080}]
    assert scrape["from"] == [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    ]
    ports = [sorted((each["port"], each["protocol"]) for each in rule["ports"]) for rule in policy["egress"]]
    assert ports == [[(53, "TCP"), (53, "UDP")], [(443, "TCP")], [(5432, "TCP")]]
    names, _discord, database = policy["egress"]
    assert names["to"] == [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}
    ]
    assert database["to"] == [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "postgresql"}}}]
