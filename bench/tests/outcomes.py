"""Outcomes for tests."""

from bench.traffic.outcome import Outcome


def read(due: float, seconds: float = 0.01, problem: str = "", **more: bool) -> Outcome:
    """The outcome of a read."""
    return Outcome("page", False, due, seconds, problem, **more)


def write(due: float, seconds: float = 0.01, problem: str = "", **more: bool) -> Outcome:
    """The outcome of a write."""
    return Outcome("POST", True, due, seconds, problem, **more)
