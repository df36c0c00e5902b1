"""Read replicas: posts may be read from them, everything else comes from the primary.

A replica lags behind. It is used only for reading `settings.REPLICATED_APPS`, in safe requests of
clients without a recent change. Sessions and accounts are always read from the primary: on a
replica, a session that has just ended could still exist.
"""

import itertools
import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse

from database.circuit_breaker import CircuitBreaker

logger = logging.getLogger(__name__)

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Set after a change. Its age exceeds the lag of a healthy replica.
PRIMARY_COOKIE = "reads_primary"
PRIMARY_COOKIE_AGE = 15  # seconds

# The alias that the current request reads from.
current_replica: ContextVar[str | None] = ContextVar("replica", default=None)


class ReplicaRouter:
    """Django's database router. Commands and transactions read the primary."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        alias = current_replica.get()
        if alias is None or model._meta.app_label not in settings.REPLICATED_APPS:
            return None
        return None if connections[DEFAULT_DB_ALIAS].in_atomic_block else alias

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """All databases hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Replicas get their tables from the primary."""
        return None if db == DEFAULT_DB_ALIAS else False


class ReplicaMiddleware:
    """Chooses the database that a request reads posts from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.aliases = itertools.cycle(settings.REPLICAS)
        self.circuit_breaker = CircuitBreaker()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.REPLICAS:
            return self.get_response(request)
        if request.method not in SAFE_METHODS:
            response = self.get_response(request)
            set_primary_cookie(response)
            return response
        if PRIMARY_COOKIE in request.COOKIES or not request.path.startswith("/api/"):
            return self.get_response(request)
        token = current_replica.set(self.choose_replica())
        try:
            return self.get_response(request)
        finally:
            current_replica.reset(token)

    def choose_replica(self) -> str | None:
        """Return the next reachable replica, round robin, or None."""
        for alias in itertools.islice(self.aliases, len(settings.REPLICAS)):
            if self.circuit_breaker.is_open(alias):
                continue
            if is_reachable(alias):
                return alias
            self.circuit_breaker.record_failure(alias)
        return None


def set_primary_cookie(response: HttpResponse) -> None:
    """Let this client read the primary for the next `PRIMARY_COOKIE_AGE` seconds."""
    response.set_cookie(
        PRIMARY_COOKIE,
        "1",
        max_age=PRIMARY_COOKIE_AGE,
        domain=settings.SESSION_COOKIE_DOMAIN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_reachable(alias: str) -> bool:
    """Whether there is a working connection; an open one is checked once per request at most."""
    try:
        connections[alias].close_if_health_check_failed()
        connections[alias].ensure_connection()
    except Error as error:
        logger.warning("The database %s does not respond: %s", alias, error)
        return False
    return True
