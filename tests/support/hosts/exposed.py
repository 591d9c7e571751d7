"""The names of all metrics that a bot exposes, without running one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics, ShardState
from bot.ops.exposition import Exposition

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric


def exposition() -> Exposition:
    """Return the metrics of a bot with one shard that has seen every kind of event."""
    metrics = Metrics()
    for counts in metrics.shard_events.values():
        counts[0] = 1
    return Exposition(
        metrics,
        history=SimpleNamespace(waiting=0, written=0, dropped=0, sends_first=True),
        database=SimpleNamespace(away=False, failures=0),
        shards=lambda: [ShardState(0, held=True, connected=True, latency=0.1)],
        shard_count=lambda: 1,
        why_unready=str,
    )


def exposed_metrics() -> list[Metric]:
    """Return our metrics before they are written as text."""
    return list(exposition().collect())


def exposed_names() -> set[str]:
    """Return the name of every sample, as used in queries; on Linux, including those of the process."""
    text, _ = exposition().scraped("text/plain")
    families = text_string_to_metric_families(text.decode())
    return {sample.name for family in families for sample in family.samples}
