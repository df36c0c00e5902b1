"""Log in and out with django.contrib.auth: the default of SESSION_AUTH["LOGIN"]."""

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from session_auth.exceptions import InvalidCredentials


def log_in(
    request: HttpRequest, response: HttpResponseBase, **credentials: str
) -> AbstractBaseUser:
    """Start a session and return its user. Raises InvalidCredentials."""
    user = auth.authenticate(request, **credentials)
    if user is None:
        raise InvalidCredentials
    # Django keeps the data of an anonymous session, and of an old one of the same user.
    request.session.flush()
    auth.login(request, user)
    return user


def log_out(request: HttpRequest, response: HttpResponseBase) -> None:
    """End the session, if there is one, and delete its cookies."""
    # Django's middleware deletes the cookie of a session that is empty.
    auth.logout(request)
    response.delete_cookie(
        settings.CSRF_COOKIE_NAME,
        path=settings.CSRF_COOKIE_PATH,
        domain=settings.CSRF_COOKIE_DOMAIN,
        samesite=settings.CSRF_COOKIE_SAMESITE,
    )
