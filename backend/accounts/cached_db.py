"""Sessions in the database, with Redis in front of it."""

from typing import Any

from django.contrib.sessions.backends.cached_db import SessionStore as CachedDbSessionStore
from redis.exceptions import RedisError


class SessionStore(CachedDbSessionStore):
    """Django's, which needs Redis to put there what it has found in the database.

    A Redis that is lost logs nobody out. A log-out does fail without it: the session would come to
    life again with Redis, and nobody may be told that it has ended.
    """

    def load(self) -> dict[str, Any]:
        try:
            return super().load()
        except RedisError:
            # Django's stubs leave this method out.
            session = self._get_session_from_db()  # type: ignore[attr-defined]
            return self.decode(session.session_data) if session else {}
