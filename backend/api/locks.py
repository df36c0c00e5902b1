"""Locks that all processes share."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from uuid import uuid4

from django.core.cache import cache
from rest_framework.exceptions import APIException

# In seconds. It ends the lock of a process that died.
LOCK_TIMEOUT = 10


class Busy(APIException):
    """Another request holds the lock."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS
    default_detail = "Your last request of this kind is still being worked on. Try again."
    default_code = "busy"
    wait = 1


@contextmanager
def exclusive_lock(key: str) -> Iterator[None]:
    """Hold the lock of this name in the shared cache. Raises Busy if another request holds it."""
    owner = uuid4().hex
    if not cache.add(key, owner, LOCK_TIMEOUT):
        raise Busy
    try:
        yield
    finally:
        # After the time-out the lock may belong to another request.
        if cache.get(key) == owner:
            cache.delete(key)
