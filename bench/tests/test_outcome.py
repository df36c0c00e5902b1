"""Statistics of outcomes."""

import math
import random

import pytest

from bench.tests.outcomes import read, write
from bench.traffic.outcome import latency, percentile, problems, recovery_seconds


def test_a_percentile_is_one_of_the_values() -> None:
    values = list(range(1, 1001))
    random.Random(0).shuffle(values)  # noqa: S311 - no secret

    assert [percentile(values, each) for each in (50, 95, 99, 100)] == [500, 950, 990, 1000]


def test_p99_of_few_values_is_the_largest() -> None:
    assert percentile([3.0, 9.0, 1.0], 99) == 9.0
    assert percentile([7.0], 50) == 7.0


def test_an_empty_list_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no percentile of an empty list"):
        percentile([], 99)


def test_failures_do_not_count_as_latency() -> None:
    measured = latency([read(0, 0.2), read(1, 0.3), read(2, 0.001, "500")])

    assert (measured.median, measured.longest) == (200, 300)


def test_without_a_success_latency_is_infinite() -> None:
    assert latency([read(0, 0.001, "500")]).p99 == math.inf


def test_problems_are_counted_by_request() -> None:
    outcomes = [read(0), read(1, problem="500"), read(2, problem="500"), write(3, problem="500")]

    assert problems(outcomes) == {"page: 500": 2, "POST: 500": 1}


def test_recovery_is_after_the_last_failure() -> None:
    outcomes = [read(9), read(10.5, problem="503"), read(11), read(12, 4.0), read(13.5), read(14)]

    assert recovery_seconds(outcomes, since=10) == 3.5


def test_no_failure_needs_no_recovery() -> None:
    assert recovery_seconds([read(8, problem="500"), read(10.2), read(11)], since=10) == 0.0


def test_a_failure_at_the_end_is_no_recovery() -> None:
    assert recovery_seconds([read(10), read(11), read(12, problem="503")], since=10) is None
