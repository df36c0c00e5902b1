"""Allowed hosts and ports."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase

from session_auth.error_views import disallowed_host

DEFAULT_PORTS = {"http": 80, "https": 443}


class HostMiddleware:
    """Responds with 400 to a Host header that is not the site's.

    Django checks only the name, only when it is used, and logs a traceback.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request) if is_allowed(request) else disallowed_host(request)


def is_allowed(request: HttpRequest) -> bool:
    """Whether the Host header names a host and a port of this site."""
    try:
        url = urlsplit(f"//{request.get_host()}")
        name, port = url.hostname or "", url.port
    except (DisallowedHost, ValueError):
        return False
    # A name with a final dot is the same host and another origin.
    return not name.endswith(".") and is_port_allowed(name, port, request.scheme or "")


def is_port_allowed(name: str, port: int | None, scheme: str) -> bool:
    """Whether a port, or none, is the front end's; if that is unknown, the scheme's."""
    if port is None:
        return True
    if settings.FRONTEND_ORIGIN:
        origin = urlsplit(settings.FRONTEND_ORIGIN)
        # Links only use the front end's name.
        return name != origin.hostname or port == (origin.port or DEFAULT_PORTS[origin.scheme])
    return settings.ENVIRONMENT == "local" or port == DEFAULT_PORTS.get(scheme)
