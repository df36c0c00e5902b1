"""Reading posts from read replicas, and everything else from the primary database.

A replica is a little behind. So it is asked only where that does no harm: for the posts, and only
in a request that changes nothing, of somebody who has not just changed something. Who somebody is,
and whether they are logged in, is never asked of a replica: that would undo a log-out.
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

from config.resting import Resting

logger = logging.getLogger(__name__)

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Set by an answer to a change. It lasts longer than a replica that works is behind.
COOKIE = "reads_primary"
SECONDS = 15

replica: ContextVar[str | None] = ContextVar("replica", default=None)


class Router:
    """Django's database router. Outside of a request, and in a transaction, the primary is read."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        chosen = replica.get()
        if chosen is None or model._meta.app_label not in settings.REPLICATED_APPS:
            return None
        return None if connections[DEFAULT_DB_ALIAS].in_atomic_block else chosen

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """They are the same rows, wherever they were read."""
        return True

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """A replica follows the primary."""
        return None if db == DEFAULT_DB_ALIAS else False


class ReplicaMiddleware:
    """Chooses the replica that a request reads posts from, if any."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.turns = itertools.cycle(settings.REPLICAS)
        self.resting = Resting()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        changes = request.method not in SAFE_METHODS
        if not settings.REPLICAS:
            return self.get_response(request)
        if changes or COOKIE in request.COOKIES or not request.path.startswith("/api/"):
            response = self.get_response(request)
        else:
            before = replica.set(self.choose())
            try:
                response = self.get_response(request)
            finally:
                replica.reset(before)
        if changes:
            response.set_cookie(
                COOKIE,
                "1",
                max_age=SECONDS,
                domain=settings.SESSION_COOKIE_DOMAIN,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def choose(self) -> str | None:
        """The next one that answers; none when none does, and then the primary is read."""
        for alias in itertools.islice(self.turns, len(settings.REPLICAS)):
            if alias not in self.resting:
                if answers(alias):
                    return alias
                self.resting.add(alias)
        return None


def answers(alias: str) -> bool:
    """Whether there is a connection that works, without asking more than Django itself would."""
    try:
        connections[alias].close_if_health_check_failed()
        connections[alias].ensure_connection()
    except Error as error:
        logger.warning("The database %s does not answer: %s", alias, error)
        return False
    return True
