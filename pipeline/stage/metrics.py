"""What the stage counts and measures, in Prometheus' terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The exposition format of ``Metrics.exposition``."""

_STEP_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_BATCH_BUCKETS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Metrics:
    """Everything that one stage counts, on a registry of its own. Safe to use from several threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._articles_in = self._counter("articles_in", "Messages read from the input topic.")
        self._records = self._counter("records", "Records whose transaction committed.")
        self._tombstones = self._counter("tombstones", "Null values passed on whose transaction committed.")
        self._dead_letters = self._counter(
            "dead_letters", "Dead letters whose transaction committed, by reason.", "reason"
        )
        self._transactions = self._counter(
            "transactions", "Transactions by outcome: committed, aborted or unknown.", "outcome"
        )
        self._rebalances = self._counter("rebalances", "Times that the group gave or took partitions.")
        self._workers_replaced = self._counter(
            "workers_replaced", "Workers started in place of one that died or overran its time."
        )
        self._steps = Histogram(
            "dateline_step_seconds",
            "Time of one step for one article; of publish: for one batch.",
            ["step"],
            buckets=_STEP_BUCKETS,
            registry=self.registry,
        )
        self._batches = Histogram(
            "dateline_batch_articles", "Articles in one transaction.", buckets=_BATCH_BUCKETS, registry=self.registry
        )
        self._lag = self._gauge("lag", "Messages of a partition behind its end.", "topic", "partition")
        self._workers_alive = self._gauge("workers_alive", "Workers that are running.")
        self._in_flight_articles = self._gauge("in_flight_articles", "Articles read and not yet committed.")
        self._in_flight_bytes = self._gauge("in_flight_bytes", "Bytes of messages read and not yet committed.")
        self._ready = self._gauge("ready", "1 when /ready says yes.")
        ProcessCollector(registry=self.registry)

    def read(self, articles: int = 1) -> None:
        """Count messages read from the input topic."""
        self._articles_in.inc(articles)

    def committed(self, *, records: int, tombstones: int, dead_letters: Iterable[str]) -> None:
        """Count what one committed transaction published.

        Args:
            records: number of records.
            tombstones: number of null values passed on.
            dead_letters: the reason of each dead letter.
        """
        reasons = tuple(dead_letters)
        self._records.inc(records)
        self._tombstones.inc(tombstones)
        for reason in reasons:
            self._dead_letters.labels(reason).inc()
        self._batches.observe(records + tombstones + len(reasons))

    def transaction(self, outcome: str) -> None:
        """Count a transaction that ended as ``committed``, ``aborted`` or ``unknown``."""
        self._transactions.labels(outcome).inc()

    def rebalanced(self) -> None:
        """Count a change of the assigned partitions."""
        self._rebalances.inc()

    def worker_replaced(self) -> None:
        """Count a worker started in place of another."""
        self._workers_replaced.inc()

    def step(self, step: str, seconds: float) -> None:
        """Note the time of one step: of one article, or of one batch for ``publish``."""
        self._steps.labels(step).observe(seconds)

    def steps(self, seconds: Mapping[str, float]) -> None:
        """Note the times of all steps of one article."""
        for step, duration in seconds.items():
            self.step(step, duration)

    def lag(self, topic: str, partition: int, messages: int) -> None:
        """Note how many messages of a partition are not yet read."""
        self._lag.labels(topic, str(partition)).set(messages)

    def partition_left(self, topic: str, partition: int) -> None:
        """Forget the lag of a partition that belongs to another stage now."""
        self._lag.remove_by_labels({"topic": topic, "partition": str(partition)})

    def workers_alive(self, workers: int) -> None:
        """Note the number of running workers."""
        self._workers_alive.set(workers)

    def in_flight(self, articles: int, size: int) -> None:
        """Note what has been read and not yet committed: articles, and bytes of their messages."""
        self._in_flight_articles.set(articles)
        self._in_flight_bytes.set(size)

    def ready(self, *, ready: bool) -> None:
        """Note what /ready answers."""
        self._ready.set(ready)

    def exposition(self) -> bytes:
        """Write all of it as Prometheus text."""
        return generate_latest(self.registry)

    def families(self) -> tuple[tuple[str, str, tuple[str, ...], str], ...]:
        """List every family of our own as (name, kind, labels, meaning), in the order of their making."""
        ours = (held for held in vars(self).values() if isinstance(held, Counter | Gauge | Histogram))
        rows = []
        for held in ours:
            family = next(iter(held.describe()))
            suffix = "_total" if family.type == "counter" else ""
            rows.append((family.name + suffix, family.type, tuple(held._labelnames), family.documentation))
        return tuple(rows)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"dateline_{name}", meaning, labels, registry=self.registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"dateline_{name}", meaning, labels, registry=self.registry)
