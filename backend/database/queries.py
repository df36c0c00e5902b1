"""Wrap and time the queries that a thread makes, on every database."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connections

QueryWrapper = Callable[[Callable[..., Any], str, Any, bool, dict[str, Any]], Any]


def install_query_wrapper(wrapper: QueryWrapper) -> None:
    """Call `wrapper` around every query of this thread, as Django's `execute_wrapper` does.

    It stays installed, because connections outlive requests.
    """
    for alias in connections:
        wrappers = connections[alias].execute_wrappers
        if wrapper not in wrappers:
            # First, because `connection.execute_wrapper()` removes the last one when it ends.
            wrappers.insert(0, wrapper)


@dataclass
class QueryTimer:
    """The seconds that queries have taken so far."""

    seconds: float = 0.0


_current: ContextVar[QueryTimer | None] = ContextVar("query_timer", default=None)


@contextmanager
def time_queries() -> Iterator[QueryTimer]:
    """Add up the time of all queries in this block."""
    install_query_wrapper(_timed)
    timer = QueryTimer()
    token = _current.set(timer)
    try:
        yield timer
    finally:
        _current.reset(token)


def _timed(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    timer = _current.get()
    if timer is None:
        return execute(sql, params, many, context)
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        timer.seconds += time.perf_counter() - start
