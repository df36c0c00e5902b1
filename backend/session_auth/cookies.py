"""Ignore cookies that another site may have set, and malformed session cookies."""

import re
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie

SESSION_KEY = re.compile(r"[a-z0-9]{32}")


def ambiguous_cookies(request: HttpRequest) -> set[str]:
    """Return the names that the Cookie header holds more than once, or in another spelling.

    A neighbouring subdomain can set a cookie of the same name for another path or domain: the
    browser sends both, and the server cannot tell them apart. Or it puts a Unicode space before the
    name: browsers then see no `__Host-` prefix and allow it, while Django strips the space.
    """
    # As Django decodes it (WSGIRequest.COOKIES).
    header = request.META.get("HTTP_COOKIE", "").encode("latin-1").decode(errors="replace")
    spellings = [(name, pair) for pair in header.split(";") for name in parse_cookie(pair)]
    counts = Counter(name for name, _ in spellings)
    return {
        name
        for name, pair in spellings
        if counts[name] > 1 or pair.partition("=")[0].strip(" \t") != name
    }


class SessionCookieMiddleware:
    """Removes ambiguous cookies and malformed session keys before sessions are looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.drop_ambiguous(request)
        self.empty_malformed_session(request)
        return self.get_response(request)

    def drop_ambiguous(self, request: HttpRequest) -> None:
        """Remove ambiguous cookies; Django would use the last of each name.

        The response deletes none: the browser would delete ours and keep the other one.
        """
        for name in ambiguous_cookies(request):
            request.COOKIES.pop(name, None)

    def empty_malformed_session(self, request: HttpRequest) -> None:
        """Empty a malformed cookie: Django then deletes it. PostgreSQL would fail on a NUL byte."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not SESSION_KEY.fullmatch(key):
            request.COOKIES[settings.SESSION_COOKIE_NAME] = ""
