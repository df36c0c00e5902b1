"""A session cookie that cannot be ours is nobody's."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class SessionCookieMiddleware:
    """Empties a malformed session cookie before the session is looked up by it.

    Anybody can send anything, and PostgreSQL raises an error when asked for a text with a NUL byte
    in it. An empty cookie means anonymous, and Django has the browser delete it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not SESSION_KEY.fullmatch(key):
            request.COOKIES[settings.SESSION_COOKIE_NAME] = ""
        return self.get_response(request)
