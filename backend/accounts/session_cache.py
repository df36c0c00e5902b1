"""Redis in front of the sessions in the database, which answers for all that Redis does not."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth import SESSION_KEY
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from django.core.signing import JSONSerializer
from redis.exceptions import RedisError

from database.circuit_breaker import CircuitBreaker

logger = logging.getLogger(__name__)

# How long a copy is used, in seconds. It may lack what was written while Redis was away.
BELIEVED = 60

circuit_breaker = CircuitBreaker()
Answer = TypeVar("Answer")


class SessionCache(RedisCache):
    """Django's, which makes the site slower when Redis is lost, and nothing else.

    A copy saves reading the row in the database. Whether the session has ended is known by the row
    alone: accounts/backends.py.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        # Not pickle, the default: an intruder in Redis could write what runs code when it is read.
        options = {**params.get("OPTIONS", {}), "serializer": JSONSerializer}
        super().__init__(server, {**params, "OPTIONS": options})
        self.server = server

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> int:
        seconds = super().get_backend_timeout(timeout)
        return BELIEVED if seconds is None else int(min(seconds, BELIEVED))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Get the copy of a logged-in user's session. What is none counts as missing."""
        try:
            copy = self.ask(super().get, default, key, default, version)
        except ValueError:
            return default
        return copy if isinstance(copy, dict) and SESSION_KEY in copy else default

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self.ask(super().has_key, False, key, version)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self.ask(super().set, None, key, value, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Ask even a Redis that rests: if it can be reached again, it shall know what has ended."""
        return self.ask_now(super().delete, False, key, version)

    def ask(self, method: Callable[..., Answer], otherwise: Answer, *arguments: object) -> Answer:
        if circuit_breaker.is_open(self.server):
            return otherwise
        return self.ask_now(method, otherwise, *arguments)

    def ask_now(
        self, method: Callable[..., Answer], otherwise: Answer, *arguments: object
    ) -> Answer:
        try:
            return method(*arguments)
        except RedisError as error:
            circuit_breaker.record_failure(self.server)
            logger.warning("Redis does not answer, so the database does: %s", error)
            return otherwise
