"""Watching the queries of a process, on every database."""

from collections.abc import Callable
from typing import Any

from django.db import connections

Watcher = Callable[[Callable[..., Any], str, Any, bool, dict[str, Any]], Any]


def watch(watcher: Watcher) -> None:
    """Have this watcher called around every query of this thread from now on."""
    for alias in connections:
        # Connections outlive requests, and so does what watches them. First, because whoever puts
        # one there for a while takes the last one away.
        wrappers = connections[alias].execute_wrappers
        if watcher not in wrappers:
            wrappers.insert(0, watcher)
