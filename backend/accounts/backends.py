"""Checking a password."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser


class AccountBackend(AuthenticationBackend):
    """allauth's, which does the same work whether or not there is such a user."""

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        """Forget a disabled account whose password was right.

        allauth remembers it to show a page that says so. That would tell a stranger that the
        password is right, and the guess would not count as a failure either.
        """
        return super()._stash_user(None)
