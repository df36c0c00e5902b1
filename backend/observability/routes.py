"""By which names requests are told apart: few ones, whatever strangers ask for."""

from django.conf import settings
from django.http import HttpRequest

from health.middleware import LIVE, READY

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
OTHER = "_OTHER"


def method_of(request: HttpRequest) -> str:
    """The method, unless somebody has made it up."""
    return request.method if request.method in METHODS else OTHER


def route_of(request: HttpRequest) -> str:
    """The pattern that the path has been found by, once the request is answered."""
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route}"
    # These are answered before anybody looks for a view.
    if request.path in (LIVE, READY):
        return request.path
    if request.path.startswith(settings.STATIC_URL):
        return settings.STATIC_URL
    return OTHER
