"""Checking a password, and who a session belongs to."""

from contextvars import ContextVar

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session

from accounts.models import User

# The session that `get_user` is asked about. Django tells it the user's id alone.
request_session_key: ContextVar[str | None] = ContextVar("request_session_key", default=None)

# As SQL: the ORM needs longer to build a query with EXISTS than it takes to read the session's row.
COLUMNS = ", ".join(f'"{field.column}"' for field in User._meta.concrete_fields)
USER_OF_SESSION = f"""
SELECT {COLUMNS} FROM "{User._meta.db_table}"
WHERE id = %s AND is_active AND EXISTS (
    SELECT 1 FROM "{Session._meta.db_table}"
    WHERE session_key = %s AND expire_date > CURRENT_TIMESTAMP
)
"""  # noqa: S608 (our own names)


class AccountBackend(AuthenticationBackend):
    """allauth's, which does the same work whether or not there is such a user."""

    def get_user(self, user_id: int) -> User | None:
        """Get an active user whose session has not ended.

        The row in the database decides, in the same query: a copy of the session in Redis may
        outlive it.
        """
        session_key = request_session_key.get()
        if session_key is None:
            return User.objects.filter(pk=user_id, is_active=True).first()
        return next(iter(User.objects.raw(USER_OF_SESSION, [user_id, session_key])), None)

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        """Forget a disabled account whose password was right.

        allauth remembers it to show a page that says so. That would tell a stranger that the
        password is right, and the guess would not count as a failure either.
        """
        return super()._stash_user(None)
