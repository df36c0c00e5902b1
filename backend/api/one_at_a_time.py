"""Work of which each member has one piece done at a time, whichever process is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from uuid import uuid4

from django.core.cache import cache
from rest_framework.exceptions import APIException

# Seconds after which the lock of a process that has died ends.
LOCK_TIMEOUT = 10


class Busy(APIException):
    """The member's last such request has not been answered yet."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS
    default_detail = "Your last request of this kind is still being worked on. Try again."
    default_code = "busy"
    wait = 1


@contextmanager
def one_at_a_time(key: str) -> Iterator[None]:
    """Hold the lock of this name, in the cache that all processes share, or raise Busy."""
    owner = uuid4().hex
    if not cache.add(key, owner, LOCK_TIMEOUT):
        raise Busy
    try:
        yield
    finally:
        # After the time-out the lock may be another request's.
        if cache.get(key) == owner:
            cache.delete(key)
