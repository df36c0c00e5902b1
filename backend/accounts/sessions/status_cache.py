"""Copies in Redis of how long a session lasts, so that each tab's check asks no database.

An ended session leaves a marker. Entries are added, never replaced, so that a check that has read
the database before the end cannot hide it. Without Redis there is no copy.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import BaseCache, caches

# Of settings.CACHES; StatusCache keeps an entry for STATUS_TTL at most.
ALIAS = "session_status"
ENDED: dict[str, Any] = {SESSION_KEY: None}


def status_cache() -> BaseCache | None:
    return caches[ALIAS] if ALIAS in settings.CACHES else None


def read_status(session_key: str) -> dict[str, Any] | None:
    """Return the entry of a session: ENDED, what `add_status` was given, or None."""
    cache = status_cache()
    return cache.get(session_key) if cache else None


def add_status(session_key: str, status: dict[str, Any], seconds: float) -> None:
    if cache := status_cache():
        cache.add(session_key, status, max(1, int(seconds)))


def forget_status(session_key: str) -> None:
    """Remove the entry: the end of the session has moved."""
    if cache := status_cache():
        cache.delete(session_key)


def mark_ended(session_key: str) -> None:
    """Say that the session has ended, for as long as the cache keeps an entry."""
    if cache := status_cache():
        cache.set(session_key, ENDED, timeout=None)
