"""Verdicts on latency, errors and memory growth."""

import pytest

from bench.load import Run, growth, memory_rows
from bench.memory import Memory
from bench.traffic.outcome import Latency


def run(p99: float, problems: dict[str, int]) -> Run:
    return Run(40, 400, Latency(10, 20, p99, 900), problems, {})


@pytest.mark.parametrize(
    ("p99", "problems", "sustained"),
    [(250, {}, True), (251, {}, False), (20, {"page: 500": 1}, False)],
)
def test_a_sustained_rate_is_fast_and_without_errors(
    p99: float, problems: dict[str, int], sustained: bool
) -> None:
    assert run(p99, problems).is_sustained is sustained


def test_only_api_and_nuxt_have_a_growth_target() -> None:
    def usage(mebibytes: float) -> dict[str, Memory]:
        return {name: Memory(1, mebibytes, 300) for name in ("web-1", "postgres-1")}

    samples = {5000: usage(100), 10_000: usage(300), 50_000: usage(120)}

    assert growth(samples, "web-1") == pytest.approx(1.2)
    assert [row[-1] for row in memory_rows(samples)] == ["1.20 ≤ 1.1 MISSED", "1.20"]
