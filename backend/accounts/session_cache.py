"""Cache sessions in Redis, with the database as fallback."""

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

# In seconds. A copy may lack changes that were made during an outage of Redis.
CACHE_TTL = 60
# In seconds. For this long, a tab may take a session for valid that ended while Redis was away;
# its next request is refused all the same.
STATUS_TTL = 600

circuit_breaker = CircuitBreaker()
Result = TypeVar("Result")


class SessionCache(RedisCache):
    """Django's Redis cache. An outage of Redis makes the site slower, but fails no request.

    A copy saves reading the session's row. The row alone decides whether the session has ended:
    accounts/backends.py.
    """

    max_timeout = CACHE_TTL

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        # Not pickle, the default: an intruder in Redis could make it run code.
        options = {**params.get("OPTIONS", {}), "serializer": JSONSerializer}
        super().__init__(server, {**params, "OPTIONS": options})
        self.server = server

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> int:
        seconds = super().get_backend_timeout(timeout)
        return self.max_timeout if seconds is None else int(min(seconds, self.max_timeout))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Get the copy of a logged-in user's session. A malformed copy counts as missing."""
        try:
            copy = self.call(super().get, default, key, default, version)
        except ValueError:
            return default
        return copy if isinstance(copy, dict) and SESSION_KEY in copy else default

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self.call(super().has_key, False, key, version)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self.call(super().set, None, key, value, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Delete even while the circuit is open: Redis may be reachable again."""
        return self.call_or_default(super().delete, False, key, version)

    def call(self, method: Callable[..., Result], default: Result, *arguments: object) -> Result:
        if circuit_breaker.is_open(self.server):
            return default
        return self.call_or_default(method, default, *arguments)

    def call_or_default(
        self, method: Callable[..., Result], default: Result, *arguments: object
    ) -> Result:
        try:
            return method(*arguments)
        except RedisError as error:
            circuit_breaker.record_failure(self.server)
            logger.warning("Redis does not respond, so the database serves the sessions: %s", error)
            return default


class StatusCache(SessionCache):
    """How long each session lasts: sessions/status_cache.py."""

    max_timeout = STATUS_TTL

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self.call(super().add, False, key, value, timeout, version)
