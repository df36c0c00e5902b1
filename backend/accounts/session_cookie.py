"""Which cookies of a request count: no malformed session cookie, and none that is ambiguous."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.cookies import ambiguous_cookies

SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class SessionCookieMiddleware:
    """Takes away the cookies that do not count before anything is looked up by them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.drop_ambiguous(request)
        self.empty_malformed_session(request)
        return self.get_response(request)

    def drop_ambiguous(self, request: HttpRequest) -> None:
        """Django itself would take the last of them.

        The browser is not told to delete them: it would delete ours and keep the other one.
        """
        for name in ambiguous_cookies(request):
            request.COOKIES.pop(name, None)

    def empty_malformed_session(self, request: HttpRequest) -> None:
        """Anybody can send anything, and PostgreSQL fails on a text with a NUL byte.

        An empty cookie means anonymous, and Django has the browser delete it.
        """
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not SESSION_KEY.fullmatch(key):
            request.COOKIES[settings.SESSION_COOKIE_NAME] = ""
