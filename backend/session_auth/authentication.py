"""Authenticate by Django's session, with CSRF protection for visitors too."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from session_auth.cookies import ambiguous_cookies
from session_auth.exceptions import AccountMismatch, AmbiguousCookie, CsrfFailed

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class SessionAuthentication(BaseAuthentication):
    """Django's session, and its CSRF check on every unsafe method.

    DRF's own class checks members only. That leaves the log-in open to login CSRF, by which
    another site logs a visitor in to the attacker's account.
    """

    def authenticate(self, request: Request) -> "tuple[AbstractBaseUser, None] | None":
        """Return the user of the session, None for a visitor without one.

        Raises CsrfFailed, AmbiguousCookie, AccountMismatch.
        """
        self.enforce_csrf(request._request)
        # The stubs include AnonymousUser, whose is_active is False.
        user: AbstractBaseUser = request._request.user  # type: ignore[assignment]
        if not user.is_active:
            return None
        enforce_account(request._request, user)
        return user, None

    def enforce_csrf(self, request: HttpRequest) -> None:
        if request.method not in SAFE_METHODS and has_ambiguous_cookie(request):
            raise AmbiguousCookie
        # The check looks for the token in a form first, then in the header. This API reads no
        # forms: the check sees an empty one, as a real one may be unreadable or too large.
        request.POST = QueryDict()
        check = CSRFCheck(no_response)
        check.process_request(request)
        reason = check.process_view(request, no_response, (), {})
        if reason:
            raise CsrfFailed(f"CSRF check failed: {reason}")


def enforce_account(request: HttpRequest, user: "AbstractBaseUser") -> None:
    """Refuse a request from a page that shows another account than the session's.

    Raises AccountMismatch.
    """
    shown = request.headers.get("X-Account")
    if shown is not None and shown != str(user.pk):
        raise AccountMismatch


def no_response(request: HttpRequest) -> HttpResponse:
    """Stand in for the view that CSRFCheck, a middleware, expects after it."""
    return HttpResponse()


def has_ambiguous_cookie(request: HttpRequest) -> bool:
    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    return not names.isdisjoint(ambiguous_cookies(request))
