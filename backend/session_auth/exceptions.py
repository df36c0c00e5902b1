"""Errors of the session layer. The front end depends on their codes: README.md."""

import math
from http import HTTPStatus

from rest_framework.exceptions import APIException, PermissionDenied, Throttled


class CsrfFailed(PermissionDenied):
    """The response sets a fresh CSRF cookie, so that the client can retry."""

    default_code = "csrf_failed"


class AmbiguousCookie(PermissionDenied):
    """Another site may have set one of the cookies; a fresh cookie would not replace it."""

    default_detail = (
        "Your browser sent a cookie of this site twice, and one of the two may come from another "
        "site. Delete the cookies of this site, and of other sites under the same domain, in the "
        "settings of your browser. Then try again."
    )
    default_code = "ambiguous_cookie"


class AccountMismatch(APIException):
    """The page shows one account and the session belongs to another."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "You are logged in with another account."
    default_code = "other_account"


class InvalidCredentials(APIException):
    """One error for a wrong password, an unknown address and a disabled account."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "The e-mail address or the password is wrong."
    default_code = "invalid_credentials"


class LoginIncomplete(PermissionDenied):
    """The password is right and a further stage follows, such as a second factor."""

    default_detail = "The log-in is not complete yet."
    default_code = "login_incomplete"


class RequestTooLarge(APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request is too large."
    default_code = "request_too_large"


class TooManyRequests(Throttled):
    """429 with the seconds to wait, in words and in the Retry-After header."""

    def __init__(self, wait: float) -> None:
        super().__init__(detail=f"Too many requests. Please try again in {duration(wait)}.")
        self.wait = math.ceil(wait)


def duration(seconds: float) -> str:
    number, unit = math.ceil(seconds), "second"
    if seconds >= 90:
        number, unit = math.ceil(seconds / 60), "minute"
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
