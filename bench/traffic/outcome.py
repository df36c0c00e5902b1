"""The outcomes of requests, and their statistics."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """A read or write, from its due time to the end of the response."""

    kind: str
    writes: bool
    # The due time, by time.monotonic().
    due: float
    # Seconds from the due time to the end of the response.
    seconds: float
    # The problem in a few words, or empty.
    problem: str = ""
    # Whether the response says clearly that the site is temporarily unavailable.
    outage_message: bool = False
    # Whether the user was treated as logged out.
    logged_out: bool = False

    @property
    def failed(self) -> bool:
        return bool(self.problem)


@dataclass(frozen=True)
class Latency:
    """Latencies, in milliseconds."""

    median: float
    p95: float
    p99: float
    longest: float


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile."""
    if not values:
        raise ValueError("There is no percentile of an empty list.")
    rank = math.ceil(len(values) * percent / 100)
    return sorted(values)[max(rank, 1) - 1]


def latency(outcomes: Iterable[Outcome]) -> Latency:
    """The latencies of successful requests, infinite if there is none."""
    milliseconds = [outcome.seconds * 1000 for outcome in outcomes if not outcome.failed]
    if not milliseconds:
        return Latency(math.inf, math.inf, math.inf, math.inf)
    return Latency(
        percentile(milliseconds, 50),
        percentile(milliseconds, 95),
        percentile(milliseconds, 99),
        max(milliseconds),
    )


def problems(outcomes: Iterable[Outcome]) -> Counter[str]:
    """The number of each problem, by request."""
    return Counter(f"{each.kind}: {each.problem}" for each in outcomes if each.failed)


def recovery_seconds(
    outcomes: Iterable[Outcome], since: float, timeout: float = 1.0
) -> float | None:
    """Seconds from `since` until all requests succeed, within `timeout`.

    None if the last request failed or was slow.
    """
    after = sorted((each for each in outcomes if each.due >= since - timeout), key=_due)
    slow_or_failed = [
        number for number, each in enumerate(after) if each.failed or each.seconds > timeout
    ]
    if not slow_or_failed:
        return 0.0
    if slow_or_failed[-1] == len(after) - 1:
        return None
    return max(after[slow_or_failed[-1] + 1].due - since, 0.0)


def _due(outcome: Outcome) -> float:
    return outcome.due
