"""How long a request waits for its databases."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from config.queries import watch


@dataclass
class Spent:
    seconds: float = 0.0


current: ContextVar[Spent | None] = ContextVar("database_time", default=None)


@contextmanager
def database_time() -> Iterator[Spent]:
    """Add up what the queries of this block take, on every database."""
    watch(measured)
    spent = Spent()
    before = current.set(spent)
    try:
        yield spent
    finally:
        current.reset(before)


def measured(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    spent = current.get()
    if spent is None:
        return execute(sql, params, many, context)
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        spent.seconds += time.perf_counter() - began
