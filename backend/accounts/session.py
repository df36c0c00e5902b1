"""Logging in and out."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException, PermissionDenied

from accounts.adapter import TooManyLoginAttemptsError
from accounts.models import User
from api.throttling import TooManyRequests


class InvalidCredentials(APIException):
    """One answer for a wrong password, an unknown address and a disabled account."""

    status_code = 400
    default_detail = "The e-mail address or the password is wrong."
    default_code = "invalid_credentials"


class LoginIncomplete(PermissionDenied):
    """The password was right and a further stage, such as a second factor, is still to come."""

    default_detail = "The log-in is not complete yet."
    default_code = "login_incomplete"


def log_in(request: HttpRequest, email: str, password: str) -> User:
    """Log in through allauth: its rate limits, its stages, then Django's own log-in."""
    credentials = {"email": email, "password": password}
    try:
        user = get_adapter().authenticate(request, **credentials)
    except TooManyLoginAttemptsError as error:
        raise TooManyRequests(error.wait) from error
    if user is None:
        raise InvalidCredentials
    # Django keeps the data of an old session that belongs to nobody or to the same user.
    request.session.flush()
    perform_password_login(request, credentials, Login(user=user, email=email))
    if request.user != user:
        raise LoginIncomplete
    return user


def log_out(request: HttpRequest, response: HttpResponseBase) -> None:
    """End the session, if there is one, and have the browser forget its cookies."""
    # The middleware deletes the cookie of a session that is empty.
    logout(request)
    response.delete_cookie(
        settings.CSRF_COOKIE_NAME,
        path=settings.CSRF_COOKIE_PATH,
        domain=settings.CSRF_COOKIE_DOMAIN,
        samesite=settings.CSRF_COOKIE_SAMESITE,
    )
