"""Log in through allauth: SESSION_AUTH["LOGIN"]."""

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.allauth_private import perform_password_login
from accounts.device_cookie import remember_login
from accounts.models import User
from accounts.sessions.services import REMEMBER
from session_auth.exceptions import InvalidCredentials, LoginIncomplete


def log_in(
    request: HttpRequest,
    response: HttpResponseBase,
    *,
    email: str,
    password: str,
    remember: bool = True,
) -> User:
    """Start a session and return its user: allauth's stages, then Django's own log-in.

    The response gets the device cookie. Raises InvalidCredentials, LoginIncomplete and, beyond the
    limits of accounts/login_limits.py, TooManyRequests.
    """
    credentials = {"email": email, "password": password}
    user = get_adapter().authenticate(request, **credentials)
    if user is None:
        raise InvalidCredentials
    # Django keeps the data of an anonymous session, and of an old one of the same user.
    request.session.flush()
    request.session[REMEMBER] = remember
    perform_password_login(request, credentials, Login(user=user, email=email))
    if request.user != user:
        raise LoginIncomplete
    remember_login(request, response, user)
    return user
