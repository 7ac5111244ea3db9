from prometheus_client import CollectorRegistry

from pipeline.stage.metrics import Metrics


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    registry: CollectorRegistry = metrics.registry
    return registry.get_sample_value(f"dateline_{name}", labels)


def test_a_committed_transaction_counts_each_kind_and_the_size_of_the_batch() -> None:
    metrics = Metrics()
    metrics.committed(records=7, tombstones=2, dead_letters=["empty", "timeout"])
    assert value(metrics, "records_total") == 7
    assert value(metrics, "tombstones_total") == 2
    assert value(metrics, "dead_letters_total", reason="timeout") == 1
    assert value(metrics, "batch_articles_sum") == 11


def test_the_lag_of_a_partition_that_left_is_no_longer_shown() -> None:
    metrics = Metrics()
    metrics.lag("articles.raw", 0, 5)
    metrics.lag("articles.raw", 1, 6)
    metrics.partition_left("articles.raw", 0)
    assert value(metrics, "lag", topic="articles.raw", partition="0") is None
    assert value(metrics, "lag", topic="articles.raw", partition="1") == 6


def test_a_partition_can_leave_before_its_lag_was_known() -> None:
    Metrics().partition_left("articles.raw", 0)


def test_two_stages_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.read(3)
    assert value(one, "articles_in_total") == 3
    assert value(other, "articles_in_total") == 0


def test_every_family_is_exported_under_the_name_that_it_is_listed_by() -> None:
    metrics = Metrics()
    text = metrics.exposition().decode()
    names = [name for name, _, _, _ in metrics.families()]
    assert len(names) == len(set(names)) >= 13
    assert all(f"# TYPE {name} " in text for name in names)
