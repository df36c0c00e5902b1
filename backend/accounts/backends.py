"""Checking a password, and who a session belongs to."""

from contextvars import ContextVar

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db.models import Exists
from django.utils import timezone

from accounts.models import User

# The session that `get_user` is asked about. Django tells it the user's id alone.
request_session_key: ContextVar[str | None] = ContextVar("request_session_key", default=None)


class AccountBackend(AuthenticationBackend):
    """allauth's, which does the same work whether or not there is such a user."""

    def get_user(self, user_id: int) -> User | None:
        """Get an active user whose session has not ended.

        The row in the database decides, in the same query: a copy of the session in Redis may
        outlive it.
        """
        users = User.objects.filter(pk=user_id, is_active=True)
        if session_key := request_session_key.get():
            row = Session.objects.filter(session_key=session_key, expire_date__gt=timezone.now())
            users = users.filter(Exists(row))
        return users.first()

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        """Forget a disabled account whose password was right.

        allauth remembers it to show a page that says so. That would tell a stranger that the
        password is right, and the guess would not count as a failure either.
        """
        return super()._stash_user(None)
