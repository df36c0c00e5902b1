"""Work of which each member has one piece done at a time, whichever process is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.core.cache import cache
from rest_framework.exceptions import APIException

# Seconds. A process that dies leaves its lock behind, and nobody shall wait for it for long.
GIVEN_UP = 10


class Busy(APIException):
    """The member's last such request has not been answered yet."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS
    default_detail = "Your last request of this kind is still being worked on. Try again."
    default_code = "busy"
    wait = 1


@contextmanager
def one_at_a_time(key: str) -> Iterator[None]:
    """Hold the lock of this name, in the cache that all processes share, or raise Busy."""
    if not cache.add(key, True, GIVEN_UP):
        raise Busy
    try:
        yield
    finally:
        cache.delete(key)
