"""What became of one thing that somebody asked for, and of many together."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One reading or writing, from when it was due to its whole answer."""

    kind: str
    writes: bool
    # When it was due, by the clock of time.monotonic().
    due: float
    # From then to the end of its answer, whatever kept it from being sent at once.
    seconds: float
    # What was wrong with the answer, in a few words; empty when it was as promised.
    problem: str = ""
    # Whether the answer, wrong as it is, says clearly that the site is away for a moment.
    says_so: bool = False
    # Whether the person was treated as somebody who is not logged in.
    logged_out: bool = False

    @property
    def failed(self) -> bool:
        return bool(self.problem)


@dataclass(frozen=True)
class Latency:
    """How long people waited, in milliseconds."""

    median: float
    p95: float
    p99: float
    longest: float


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least this share of them does not exceed."""
    if not values:
        raise ValueError("There is no percentile of nothing.")
    rank = math.ceil(len(values) * percent / 100)
    return sorted(values)[max(rank, 1) - 1]


def latency(outcomes: Iterable[Outcome]) -> Latency:
    """The waiting of those who got their answer; a failure's quick end must not count as speed."""
    waited = [outcome.seconds * 1000 for outcome in outcomes if not outcome.failed]
    if not waited:
        return Latency(math.inf, math.inf, math.inf, math.inf)
    return Latency(
        percentile(waited, 50), percentile(waited, 95), percentile(waited, 99), max(waited)
    )


def problems(outcomes: Iterable[Outcome]) -> Counter[str]:
    """How often each problem was met, by what was asked for."""
    return Counter(f"{each.kind}: {each.problem}" for each in outcomes if each.failed)


def seconds_until_well(
    outcomes: Iterable[Outcome], since: float, patience: float = 1.0
) -> float | None:
    """From `since` until everything that was asked for was answered well, within `patience`.

    None when the last thing asked for was not: nobody has seen the site well again.
    """
    after = sorted((each for each in outcomes if each.due >= since - patience), key=_due)
    bad = [number for number, each in enumerate(after) if each.failed or each.seconds > patience]
    if not bad:
        return 0.0
    if bad[-1] == len(after) - 1:
        return None
    return max(after[bad[-1] + 1].due - since, 0.0)


def _due(outcome: Outcome) -> float:
    return outcome.due
