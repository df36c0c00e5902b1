"""Low-cardinality labels for metrics and traces."""

from django.conf import settings
from django.http import HttpRequest

from monitoring.health import LIVE, READY

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
OTHER = "_OTHER"


def method_label(request: HttpRequest) -> str:
    """The HTTP method, or `_OTHER` for an unknown one."""
    return request.method if request.method in METHODS else OTHER


def route_label(request: HttpRequest) -> str:
    """The URL pattern of a finished request, or `_OTHER` when none matches."""
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route}"
    # A middleware responds to these; they have no URL pattern.
    if request.path in (LIVE, READY):
        return request.path
    if request.path.startswith(settings.STATIC_URL):
        return settings.STATIC_URL
    return OTHER
