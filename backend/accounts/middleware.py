"""Find the user of a request's session."""

from typing import cast

from django.contrib import auth
from django.contrib.auth import SESSION_KEY, middleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.backends import request_session_key
from accounts.models import User
from accounts.sessions.services import record_activity


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's middleware; it also ends sessions that exist only as a copy in Redis."""

    def process_request(self, request: HttpRequest) -> None:
        # No `request.auser`: Django's does not check whether the session has ended. The stubs do
        # not know that the lazy object stands for a user.
        request.user = SimpleLazyObject(lambda: get_user(request))  # type: ignore[assignment]


def get_user(request: HttpRequest) -> object:
    """Return the user of the session. A session without a valid user ends."""
    token = request_session_key.set(request.session.session_key)
    try:
        user = auth.get_user(request)
    finally:
        request_session_key.reset(token)
    if getattr(user, "is_activity_due", False):
        record_activity(request, cast("User", user))
    if user.is_anonymous and SESSION_KEY in request.session:
        request.session.flush()
    return user
