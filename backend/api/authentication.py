"""Who is asking: the user of the session, with CSRF protection for everyone."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from config.cookies import ambiguous_cookies

if TYPE_CHECKING:
    from accounts.models import User


class CsrfFailed(PermissionDenied):
    """Answered with a fresh csrftoken cookie, so that the client can try once more."""

    default_code = "csrf_failed"


class AmbiguousCookie(PermissionDenied):
    """Another site may have set one of the cookies; a fresh one of ours would not replace it."""

    default_detail = (
        "Your browser sent a cookie of this site twice, and one of the two may come from another "
        "site. Delete the cookies of this site, and of other sites under the same domain, in the "
        "settings of your browser. Then try again."
    )
    default_code = "ambiguous_cookie"


class OtherAccount(APIException):
    """The page shows one person, and the session has become another's, in another tab."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "Somebody else is logged in by now."
    default_code = "other_account"


def no_response(request: HttpRequest) -> HttpResponse:
    """CSRFCheck is a middleware and asks for what comes after it; nothing does."""
    return HttpResponse()


class SessionAuthentication(BaseAuthentication):
    """Django's session, and its CSRF check on every unsafe method.

    DRF's own class checks members only, which leaves the log-in open to log-in CSRF: a stranger's
    page could log a visitor in to the stranger's account.
    """

    def authenticate(self, request: Request) -> "tuple[User, None] | None":
        self.enforce_csrf(request._request)
        # The stubs know Django's AnonymousUser too; it has all that is read of it here.
        user: User = request._request.user  # type: ignore[assignment]
        if not user.is_active:
            return None
        self.refuse_other_account(request, user)
        return user, None

    def refuse_other_account(self, request: Request, user: "User") -> None:
        """Nobody acts under a name that their page does not show."""
        shown = request.headers.get("X-Account")
        if shown is not None and shown != str(user.pk):
            raise OtherAccount

    def enforce_csrf(self, request: HttpRequest) -> None:
        if request.method not in SAFE_METHODS and self.is_ambiguous(request):
            raise AmbiguousCookie
        # The check looks for the token in a form first, then in the header. This API reads no
        # forms, and has the check see none: it could not be read, or be too large to.
        request.POST = QueryDict()
        check = CSRFCheck(no_response)
        check.process_request(request)
        reason = check.process_view(request, no_response, (), {})
        if reason:
            raise CsrfFailed(f"CSRF check failed: {reason}")

    def is_ambiguous(self, request: HttpRequest) -> bool:
        """Such a cookie does not count (accounts/session_cookie.py), even after a new log-in."""
        names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
        return not names.isdisjoint(ambiguous_cookies(request))
