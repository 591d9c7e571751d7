"""The bot's metrics in Prometheus's format.

`prometheus_client` is imported at the first scrape: a bot that nobody scrapes doesn't need it.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

    from bot.metrics import Histogram, Metrics, ShardEvent, ShardState

    class History(Protocol):
        """What is needed from the history's writer."""

        written: int
        dropped: int

        @property
        def waiting(self) -> int:
            """The number of rolls that are not written yet."""

        @property
        def sends_first(self) -> bool:
            """Whether the database receives rolls before they are answered."""

    class Store(Protocol):
        """What is needed from the database."""

        @property
        def away(self) -> bool:
            """Whether it was unreachable at the last attempt."""

        @property
        def failures(self) -> int:
            """How often it has been unreachable."""


_SHARD_EVENTS: dict[ShardEvent, tuple[str, str]] = {
    "shard_ready": ("dicewright_shard_sessions", "Sessions started with Discord."),
    "shard_resumed": ("dicewright_shard_resumes", "Sessions resumed on a new connection."),
    "shard_disconnect": ("dicewright_shard_disconnects", "Connections to Discord that ended."),
}


class Exposition:
    """All metrics of this process for a scrape, in their own registry."""

    def __init__(
        self,
        metrics: Metrics,
        *,
        history: History,
        database: Store,
        shards: Callable[[], Iterable[ShardState]],
        shard_count: Callable[[], int],
        why_unready: Callable[[], str],
    ) -> None:
        self._metrics = metrics
        self._history = history
        self._database = database
        self._shards = shards
        self._shard_count = shard_count
        self._why_unready = why_unready
        self._registry: CollectorRegistry | None = None

    def scraped(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics in a format that the scraper accepts, and their content type."""
        from prometheus_client.exposition import choose_encoder

        if self._registry is None:
            self._registry = self._new_registry()
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type

    def _new_registry(self) -> CollectorRegistry:
        from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector

        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        registry.register(self)
        return registry

    def collect(self) -> Iterator[Metric]:
        """Yield all of our metrics."""
        yield from self._of_players()
        yield from self._of_discord()
        yield from self._of_data()

    def _of_players(self) -> Iterator[Metric]:
        metrics = self._metrics
        yield counters("dicewright_rolls", "Answered rolls.", ("kind", "visibility"), metrics.rolls)
        yield histograms(
            "dicewright_answer_seconds",
            "From when an interaction arrived until Discord had the first answer to it.",
            "answer",
            metrics.answers,
        )
        yield counters("dicewright_errors", "Errors, most of which a player noticed.", "kind", metrics.errors)
        yield histograms(
            "dicewright_chart_seconds", "How long charts took to draw.", "", {"": metrics.charts}
        )
        yield histograms(
            "dicewright_odds_seconds",
            "How long odds took that were calculated in a worker, waiting for one included.",
            "",
            {"": metrics.odds},
        )
        yield counters(
            "dicewright_odds_failures",
            "Calculations of odds that were refused or ended.",
            "reason",
            metrics.odds_failures,
        )

    def _of_discord(self) -> Iterator[Metric]:
        metrics, shards = self._metrics, list(self._shards())
        yield gauge("dicewright_ready", "Whether all shards of this process are connected.", self._ready())
        yield gauge("dicewright_shards", "How many shards all processes have together.", self._shard_count())
        yield gauges(
            "dicewright_shard_held",
            "Whether a shard is certainly this process's, by its settings or by a lease.",
            {each.shard: float(each.held) for each in shards},
        )
        yield gauges(
            "dicewright_shard_connected",
            "Whether a shard of this process is connected to Discord.",
            {each.shard: float(each.connected) for each in shards},
        )
        yield gauges(
            "dicewright_shard_latency_seconds",
            "How long Discord took to answer the last heartbeat of a shard.",
            {each.shard: each.latency for each in shards if isfinite(each.latency)},
        )
        for event, (name, meaning) in _SHARD_EVENTS.items():
            yield counters(name, meaning, "shard", metrics.shard_events[event])
        yield counters(
            "dicewright_discord_rate_limits",
            "Requests that Discord answered with status 429.",
            "scope",
            metrics.rate_limits,
        )

    def _of_data(self) -> Iterator[Metric]:
        history, database = self._history, self._database
        yield gauge("dicewright_history_waiting", "Rolls that are not in the database yet.", history.waiting)
        yield counter(
            "dicewright_history_written",
            "Rolls that the database has taken; some are written again when more is known of them.",
            history.written,
        )
        yield counter("dicewright_history_lost", "Rolls that the history has lost.", history.dropped)
        yield gauge(
            "dicewright_history_sends_first",
            "Whether the database receives rolls before they are answered.",
            history.sends_first,
        )
        yield gauge(
            "dicewright_database_available",
            "Whether the database answered when it was last asked.",
            not database.away,
        )
        yield counter(
            "dicewright_database_failures", "How often the database was unreachable.", database.failures
        )

    def _ready(self) -> bool:
        return not self._why_unready()


def counter(name: str, meaning: str, value: float) -> Metric:
    """Return a counter without labels; its samples end in _total."""
    from prometheus_client.metrics_core import CounterMetricFamily

    return CounterMetricFamily(name, meaning, value=value)


def counters(name: str, meaning: str, labels: str | tuple[str, ...], values: Mapping[Any, int]) -> Metric:
    """Return a counter with labels; a key that is a tuple has a value for each label."""
    from prometheus_client.metrics_core import CounterMetricFamily

    family = CounterMetricFamily(name, meaning, labels=(labels,) if isinstance(labels, str) else labels)
    for key, value in values.items():
        family.add_metric([*map(str, key)] if isinstance(key, tuple) else [str(key)], value)
    return family


def gauge(name: str, meaning: str, value: float) -> Metric:
    """Return a gauge without labels."""
    from prometheus_client.metrics_core import GaugeMetricFamily

    return GaugeMetricFamily(name, meaning, value=float(value))


def gauges(name: str, meaning: str, values: Mapping[int, float]) -> Metric:
    """Return a gauge for each shard."""
    from prometheus_client.metrics_core import GaugeMetricFamily

    family = GaugeMetricFamily(name, meaning, labels=("shard",))
    for shard, value in values.items():
        family.add_metric([str(shard)], value)
    return family


def histograms(name: str, meaning: str, label: str, values: Mapping[Any, Histogram]) -> Metric:
    """Return a histogram of seconds for each value of a label, or a single one without a label."""
    from prometheus_client.metrics_core import HistogramMetricFamily

    family = HistogramMetricFamily(name, meaning, labels=(label,) if label else ())
    for key, each in values.items():
        family.add_metric([key] if label else [], each.cumulative(), each.total)
    return family
