"""Cookies that may come from another site under the same domain."""

from collections import Counter

from django.http import HttpRequest
from django.http.cookie import parse_cookie


def ambiguous_cookies(request: HttpRequest) -> set[str]:
    """Names that the Cookie header holds more than once, or in another spelling.

    A neighbouring subdomain can set a cookie of the same name for another path or domain: the
    browser sends both, and nothing tells which one is ours. Or it puts a Unicode space before the
    name: browsers then see no `__Host-`, and let it, while Django strips the space.
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
