"""System checks of the settings that the session layer needs: manage.py check -t session_auth."""

import ipaddress
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.urls import get_resolver
from django.utils.module_loading import import_string

from session_auth.conf import DEFAULTS, PATHS, session_auth_settings

TAG = "session_auth"

PROXY_HEADERS = "session_auth.proxy_headers.ProxyHeadersMiddleware"
CACHE_HEADERS = "session_auth.cache_headers.CacheHeadersMiddleware"
COOKIES = "session_auth.cookies.SessionCookieMiddleware"
SESSION = "django.contrib.sessions.middleware.SessionMiddleware"
AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
CSRF = "django.middleware.csrf.CsrfViewMiddleware"

# In this order; other middleware may stand between them.
ORDER = [PROXY_HEADERS, CACHE_HEADERS, COOKIES, SESSION, CSRF, AUTHENTICATION]

ERRORS = "session_auth.error_views"
ERROR_VIEWS = {
    400: "bad_request",
    403: "permission_denied",
    404: "not_found",
    500: "server_error",
}


@register(TAG)
def check_session_auth(**kwargs: Any) -> list[CheckMessage]:
    """SESSION_AUTH has known keys, and its paths can be imported."""
    unknown = set(getattr(settings, "SESSION_AUTH", {})) - set(DEFAULTS)
    messages: list[CheckMessage] = [
        Error(f"SESSION_AUTH has no key {name!r}.", id="session_auth.unknown_key")
        for name in sorted(unknown)
    ]
    for name in PATHS:
        try:
            session_auth_settings.load(name)
        except ImproperlyConfigured as error:
            messages.append(Error(str(error), id="session_auth.import"))
    return messages


@register(TAG)
def check_cookies(**kwargs: Any) -> list[CheckMessage]:
    """Scripts can read the CSRF cookie, and it outlives the session."""
    messages: list[CheckMessage] = [
        Error(
            f"{name} is on, so that no script can read the CSRF token.",
            hint=f"Set {name} = False.",
            id="session_auth.csrf_cookie_unreadable",
        )
        for name in ("CSRF_COOKIE_HTTPONLY", "CSRF_USE_SESSIONS")
        if getattr(settings, name)
    ]
    if (settings.CSRF_COOKIE_AGE or 0) < settings.SESSION_COOKIE_AGE:
        messages.append(
            Error(
                "The CSRF cookie expires before the session, and a browser without it counts as "
                "logged out.",
                hint="Set CSRF_COOKIE_AGE to at least SESSION_COOKIE_AGE.",
                id="session_auth.csrf_cookie_age",
            )
        )
    if settings.CSRF_HEADER_NAME != "HTTP_X_CSRFTOKEN":
        messages.append(
            Error(
                "CSRF_HEADER_NAME is not the header that the front end sends.",
                hint="Leave out CSRF_HEADER_NAME.",
                id="session_auth.csrf_header",
            )
        )
    return messages


@register(TAG)
def check_redirects(**kwargs: Any) -> list[CheckMessage]:
    """No endpoint redirects: the front end does not follow redirects of the API."""
    if not settings.APPEND_SLASH:
        return []
    return [
        Error(
            "APPEND_SLASH is on, so that the API redirects.",
            hint="Set APPEND_SLASH = False.",
            id="session_auth.append_slash",
        )
    ]


@register(TAG)
def check_trusted_proxies(**kwargs: Any) -> list[CheckMessage]:
    """TRUSTED_PROXIES lists networks."""
    proxies = getattr(settings, "TRUSTED_PROXIES", None)
    network = (ipaddress.IPv4Network, ipaddress.IPv6Network)
    if isinstance(proxies, Sequence) and all(isinstance(each, network) for each in proxies):
        return []
    return [
        Error(
            "TRUSTED_PROXIES is not a list of networks.",
            hint="Use ipaddress.ip_network(…), or [] if no proxy is trusted.",
            id="session_auth.trusted_proxies",
        )
    ]


@register(TAG)
def check_middleware(**kwargs: Any) -> list[CheckMessage]:
    """MIDDLEWARE has what the session layer needs, in this order."""
    places = {path: middleware_index(path) for path in ORDER}
    messages: list[CheckMessage] = [
        Error(f"MIDDLEWARE lacks {path}.", id="session_auth.middleware_missing")
        for path, index in places.items()
        if index is None
    ]
    present = [(index, path) for path, index in places.items() if index is not None]
    for (index, before), (next_index, after) in itertools.pairwise(present):
        if index > next_index:
            messages.append(
                Error(
                    f"MIDDLEWARE has {before} after {after}.",
                    hint="Move it before.",
                    id="session_auth.middleware_order",
                )
            )
    return messages


def middleware_index(path: str) -> int | None:
    """Return the index of a middleware, or of a subclass, in MIDDLEWARE."""
    wanted = import_string(path)
    classes = (import_string(each) for each in settings.MIDDLEWARE)
    return next((index for index, each in enumerate(classes) if is_subclass(each, [wanted])), None)


@register(TAG)
def check_error_handlers(**kwargs: Any) -> list[CheckMessage]:
    """ROOT_URLCONF names the error views of session_auth/error_views.py."""
    resolver = get_resolver()
    return [
        Error(
            f"The handler of {status} in {settings.ROOT_URLCONF} is not that of session_auth: the "
            "front end cannot read its responses.",
            hint=f'Set handler{status} = "session_auth.error_views.{name}".',
            id="session_auth.error_handlers",
        )
        for status, name in ERROR_VIEWS.items()
        if resolver.resolve_error_handler(status) is not import_string(f"{ERRORS}.{name}")
    ]


@register(TAG)
def check_rest_framework(**kwargs: Any) -> list[CheckMessage]:
    """Django REST Framework authenticates by session only, and has the API's error format."""
    from drf_standardized_errors.handler import exception_handler
    from drf_standardized_errors.settings import package_settings
    from rest_framework.settings import api_settings

    from session_auth.authentication import SessionAuthentication
    from session_auth.exception_handler import ExceptionHandler

    messages: list[CheckMessage] = []
    classes = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    if not classes or not all(is_subclass(each, [SessionAuthentication]) for each in classes):
        messages.append(
            Error(
                'REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"] lets requests in without CSRF '
                "protection.",
                hint='Set it to ["session_auth.authentication.SessionAuthentication"].',
                id="session_auth.authentication_classes",
            )
        )
    if api_settings.EXCEPTION_HANDLER is not exception_handler:
        messages.append(
            Error(
                'REST_FRAMEWORK["EXCEPTION_HANDLER"] is not that of drf-standardized-errors.',
                hint='Set it to "drf_standardized_errors.handler.exception_handler".',
                id="session_auth.exception_handler",
            )
        )
    if not is_subclass(package_settings.EXCEPTION_HANDLER_CLASS, [ExceptionHandler]):
        messages.append(
            Error(
                'DRF_STANDARDIZED_ERRORS["EXCEPTION_HANDLER_CLASS"] is not that of session_auth.',
                hint='Set it to "session_auth.exception_handler.ExceptionHandler".',
                id="session_auth.exception_handler_class",
            )
        )
    return messages


def is_subclass(candidate: object, classes: Iterable[type]) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, tuple(classes))
