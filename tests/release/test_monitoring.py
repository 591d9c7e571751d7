"""deploy/monitoring: every metric in it is one of the bot's, and each alert fires for what it is about."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from tests.support.hosts.exposed import exposed_names
from tests.support.hosts.tools import tool
from tests.support.process import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

MONITORING = PROJECT / "deploy" / "monitoring"
DASHBOARD: dict[str, Any] = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = [
    rule
    for group in YAML(typ="safe").load((MONITORING / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
# What a dashboard's own variables stand for.
VARIABLES = {"$job": "dicewright", "$__rate_interval": "1m"}

PROMTOOL = tool("promtool") or ""
needs_promtool = pytest.mark.skipif(not PROMTOOL, reason="promtool is not installed (.ci/deploy-tools)")

BOT = 'job="dicewright", instance="a:8080"'
FINE = {
    f"up{{{BOT}}}": "1x240",
    f"dicewright_ready{{{BOT}}}": "1x240",
    f"dicewright_shards{{{BOT}}}": "2x240",
    f'dicewright_shard_held{{{BOT}, shard="0"}}': "1x240",
    f'dicewright_shard_held{{{BOT}, shard="1"}}': "1x240",
    f'dicewright_shard_connected{{{BOT}, shard="0"}}': "1x240",
    f'dicewright_shard_connected{{{BOT}, shard="1"}}': "1x240",
    f'dicewright_shard_sessions_total{{{BOT}, shard="0"}}': "1x240",
    f'dicewright_answer_seconds_bucket{{{BOT}, answer="message", le="0.05"}}': "0+1500x240",
    f'dicewright_answer_seconds_bucket{{{BOT}, answer="message", le="3.0"}}': "0+1500x240",
    f'dicewright_answer_seconds_bucket{{{BOT}, answer="message", le="+Inf"}}': "0+1500x240",
    f'dicewright_answer_seconds_count{{{BOT}, answer="message"}}': "0+1500x240",
    f'dicewright_errors_total{{{BOT}, kind="interaction_gone"}}': "0x240",
    f'dicewright_errors_total{{{BOT}, kind="unexpected"}}': "0x240",
    f"dicewright_database_available{{{BOT}}}": "1x240",
    f"dicewright_history_waiting{{{BOT}}}": "20x240",
    f"dicewright_history_lost_total{{{BOT}}}": "0x240",
    f'dicewright_discord_rate_limits_total{{{BOT}, scope="user"}}': "0x240",
    f'dicewright_discord_rate_limits_total{{{BOT}, scope="none"}}': "0x240",
    f'dicewright_odds_failures_total{{{BOT}, reason="busy"}}': "0x240",
    f"process_resident_memory_bytes{{{BOT}}}": "90000000x240",
}
OTHER = 'up{job="dicewright", instance="b:8080"}'
# What happens in place of that, and the only alert that it is about.
TROUBLE: dict[str, dict[str, str]] = {
    "DicewrightProcessDown": {OTHER: "0x240"},
    "DicewrightShardsNotServed": {f'dicewright_shard_held{{{BOT}, shard="1"}}': "0x240"},
    "DicewrightShardDisconnected": {f'dicewright_shard_connected{{{BOT}, shard="1"}}': "0x240"},
    "DicewrightAnswersSlow": {
        f'dicewright_answer_seconds_bucket{{{BOT}, answer="message", le="0.05"}}': "0+1400x240"
    },
    "DicewrightAnswersTooLate": {f'dicewright_errors_total{{{BOT}, kind="interaction_gone"}}': "0+3x240"},
    "DicewrightErrors": {f'dicewright_errors_total{{{BOT}, kind="unexpected"}}': "0x220 1x20"},
    "DicewrightDatabaseAway": {f"dicewright_database_available{{{BOT}}}": "0x240"},
    "DicewrightHistoryWaiting": {f"dicewright_history_waiting{{{BOT}}}": "3000x240"},
    "DicewrightHistoryLost": {f"dicewright_history_lost_total{{{BOT}}}": "0x220 12x20"},
    "DicewrightRateLimited": {f'dicewright_discord_rate_limits_total{{{BOT}, scope="user"}}': "0+15x240"},
    "DicewrightBlocked": {f'dicewright_discord_rate_limits_total{{{BOT}, scope="none"}}': "0x220 1x20"},
    "DicewrightSessionStarts": {f'dicewright_shard_sessions_total{{{BOT}, shard="0"}}': "0+2x240"},
    "DicewrightOddsRefused": {f'dicewright_odds_failures_total{{{BOT}, reason="busy"}}': "0+3x240"},
    "DicewrightMemory": {f"process_resident_memory_bytes{{{BOT}}}": "400000000x240"},
}
NO_LEASE_IS_CERTAIN = {f'dicewright_shard_held{{{BOT}, shard="{shard}"}}': "0x240" for shard in (0, 1)}


def with_values(query: str) -> str:
    for variable, value in VARIABLES.items():
        query = query.replace(variable, value)
    return query


def test_every_metric_is_one_of_the_bots() -> None:
    known = exposed_names() | {"up"}
    for query in (*QUERIES, *(rule["expr"] for rule in RULES)):
        # In front of its labels, or of what compares it.
        named = set(re.findall(r"\b((?:dicewright|process)_\w+|up)\b(?=\{)", query))
        assert named, query
        assert named <= known, query


def test_every_metric_of_the_bot_is_drawn() -> None:
    ours = {name for name in exposed_names() if name.startswith("dicewright_") and not name.endswith("_sum")}
    drawn = {name for query in QUERIES for name in re.findall(r"dicewright_\w+", query)}
    histograms = {name.removesuffix("_bucket") for name in ours if name.endswith("_bucket")}
    ours -= {f"{name}_{part}" for name in histograms for part in ("bucket", "count")}
    assert ours <= drawn
    assert {f"{name}_bucket" for name in histograms} <= drawn


def test_the_dashboard_is_one() -> None:
    assert (DASHBOARD["uid"], DASHBOARD["title"]) == ("dicewright", "Dicewright")
    panels = DASHBOARD["panels"]
    assert [panel["id"] for panel in panels] == list(range(1, len(panels) + 1))
    assert len({panel["title"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
        assert [target["refId"] for target in panel["targets"]] == list("ABCDEF"[: len(panel["targets"])])


@needs_promtool
def test_prometheus_reads_each_query_of_the_dashboard(tmp_path: Path) -> None:
    rules = [{"record": f"panel:{number}", "expr": with_values(each)} for number, each in enumerate(QUERIES)]
    promtool("check", "rules", written(tmp_path, {"groups": [{"name": "dashboard", "rules": rules}]}))


@needs_promtool
def test_prometheus_reads_its_configuration_and_the_alerts() -> None:
    promtool("check", "config", MONITORING / "prometheus.yml")
    promtool("check", "rules", MONITORING / "alerts.yml")


def test_each_alert_has_a_case() -> None:
    assert {rule["alert"] for rule in RULES} == TROUBLE.keys() | {"DicewrightDown"}
    for rule in RULES:
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert rule["annotations"]["summary"]


@needs_promtool
def test_each_alert_fires_for_what_it_is_about_and_for_nothing_else(tmp_path: Path) -> None:
    cases: list[tuple[dict[str, str], list[str]]] = [(FINE, []), ({}, ["DicewrightDown"])]
    cases += [({**FINE, **trouble}, [alert]) for alert, trouble in TROUBLE.items()]
    cases.append((FINE | TROUBLE["DicewrightDatabaseAway"] | NO_LEASE_IS_CERTAIN, ["DicewrightDatabaseAway"]))
    tests = [
        {
            "interval": "15s",
            "input_series": [{"series": name, "values": values} for name, values in series.items()],
            "promql_expr_test": [
                {
                    "expr": 'count by (alertname) (ALERTS{alertstate="firing"})',
                    "eval_time": "1h",
                    "exp_samples": [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in firing],
                }
            ],
        }
        for series, firing in cases
    ]
    unit_tests = {
        "rule_files": [str(MONITORING / "alerts.yml")],
        "evaluation_interval": "15s",
        "tests": tests,
    }
    promtool("test", "rules", written(tmp_path, unit_tests))


def written(folder: Path, content: dict[str, Any]) -> Path:
    file = folder / "rules.yml"
    # JSON is YAML, too.
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def promtool(verb: str, kind: str, file: Path) -> None:
    done = subprocess.run([PROMTOOL, verb, kind, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
