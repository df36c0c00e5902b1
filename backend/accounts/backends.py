"""Check passwords, and find the user of a session."""

from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.sessions.lifetimes import ACTIVITY_INTERVAL
from accounts.sessions.models import UserSession

# The session that `get_user` is about: Django passes only the id of the user.
request_session_key: ContextVar[str | None] = ContextVar("request_session_key", default=None)

# As SQL: building a query with joins in the ORM takes longer than running it.
USER = User._meta.db_table
COLUMNS = ", ".join(f'"{USER}"."{field.column}"' for field in User._meta.concrete_fields)
USER_OF_SESSION = f"""
SELECT {COLUMNS}, COALESCE(tracked.last_seen_at <= %s, TRUE) AS is_activity_due
FROM "{USER}"
JOIN "{Session._meta.db_table}" AS session ON session.session_key = %s
LEFT JOIN "{UserSession._meta.db_table}" AS tracked ON tracked.session_key = session.session_key
WHERE "{USER}".id = %s AND is_active AND session.expire_date > CURRENT_TIMESTAMP
"""  # noqa: S608 (table names of our models)


class AccountBackend(AuthenticationBackend):
    """allauth's backend, which does the same work whether or not the user exists."""

    def get_user(self, user_id: int) -> User | None:
        """Get an active user whose session has not ended.

        The session's row in the database decides, in the same query: its copy in Redis may outlive
        it, and its `expire_date` is the end of the session's lifetime (sessions/lifetimes.py).
        """
        session_key = request_session_key.get()
        if session_key is None:
            return User.objects.filter(pk=user_id, is_active=True).first()
        seen_before = connection.ops.adapt_datetimefield_value(timezone.now() - ACTIVITY_INTERVAL)
        parameters = [seen_before, session_key, user_id]
        return next(iter(User.objects.raw(USER_OF_SESSION, parameters)), None)

    def _authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        """Look up the user by one query, whether or not the address has an account."""
        user = User.objects.filter(email=credentials.get("email")).first()
        checked: AbstractBaseUser | None = self._check_password(user, credentials["password"])
        return checked

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        """Treat a disabled account like a wrong password.

        allauth would show a page that says so. That reveals that the password is right, and the
        guess would not count as a failure.
        """
        return super()._stash_user(None)
