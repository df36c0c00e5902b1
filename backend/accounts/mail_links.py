"""The links in mails: to verify an address, to reset a password, to undo a change of address.

A link opens a page of the front end and does nothing by itself, because mail scanners follow
links; the page's button sends the token to accounts/link_views.py. The token is in the fragment,
which browsers send to no server, so that no log holds it.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.http import HttpRequest

from accounts.models import User

VERIFY_MAX_AGE = 24 * 60 * 60
UNDO_MAX_AGE = 7 * 24 * 60 * 60
VERIFY_SALT = f"{__name__}.verify"
UNDO_SALT = f"{__name__}.undo"


class InvalidLinkError(Exception):
    """The token is not one of ours, has expired, or has been used."""


def front_end_url(request: HttpRequest, page: str, token: str) -> str:
    """Return the address of a page with a token in its fragment."""
    origin = settings.FRONTEND_ORIGIN or request.build_absolute_uri("/").rstrip("/")
    return f"{origin}{page}#{token}"


# --- Verify an address ----------------------------------------------------------------------------


def verify_url(request: HttpRequest, user: User, email: str) -> str:
    token = signing.dumps([user.pk, email], salt=VERIFY_SALT)
    return front_end_url(request, "/confirm-email", token)


def read_verify_token(token: str) -> tuple[User, str]:
    """Return the user and the address to verify. Raises InvalidLinkError."""
    return read_signed(token, VERIFY_SALT, VERIFY_MAX_AGE)


# --- Reset a password -----------------------------------------------------------------------------


def reset_url(request: HttpRequest, user: User) -> str:
    """Return a link that works until the password, the address or the last log-in changes."""
    token = f"{user.pk}-{default_token_generator.make_token(user)}"
    return front_end_url(request, "/reset-password", token)


def read_reset_token(token: str) -> User:
    """Return the user. Raises InvalidLinkError."""
    pk, _, secret = token.partition("-")
    user = User.objects.filter(pk=pk, is_active=True).first() if pk.isdecimal() else None
    if user is None or not default_token_generator.check_token(user, secret):
        raise InvalidLinkError
    return user


# --- Undo a change of address ---------------------------------------------------------------------


def undo_url(request: HttpRequest, user: User, former: str) -> str:
    token = signing.dumps([user.pk, former], salt=UNDO_SALT)
    return front_end_url(request, "/undo-email-change", token)


def read_undo_token(token: str) -> tuple[User, str]:
    """Return the user and the address before the change. Raises InvalidLinkError."""
    user, former = read_signed(token, UNDO_SALT, UNDO_MAX_AGE)
    if user.email == former:
        raise InvalidLinkError
    return user, former


def read_signed(token: str, salt: str, max_age: int) -> tuple[User, str]:
    try:
        pk, email = signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature as error:
        raise InvalidLinkError from error
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        raise InvalidLinkError
    return user, str(email)


def links_for(request: HttpRequest, template: str, user: User | None, email: str) -> dict[str, Any]:
    """Return the links of a mail, as variables of its template."""
    if user is None:
        return {}
    if template.startswith("account/email/email_confirmation"):
        return {"verify_url": verify_url(request, user, email)}
    if template in {"account/email/password_reset_code", "account/email/password_reset_link"}:
        return {"reset_url": reset_url(request, user)}
    if template == "account/email/email_changed":
        return {"undo_url": undo_url(request, user, email)}
    return {}
