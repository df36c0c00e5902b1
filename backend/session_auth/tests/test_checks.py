"""manage.py check -t session_auth"""

from typing import Any

import pytest
from django.conf import settings as project
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from session_auth import checks
from session_auth.conf import session_auth_settings

DRF = project.REST_FRAMEWORK
DJANGO_SESSION = "rest_framework.authentication.SessionAuthentication"


def found(settings: Settings, name: str, value: Any) -> set[str]:
    """Set a setting and return what the checks of the session layer find."""
    setattr(settings, name, value)
    return {str(each.id).removeprefix("session_auth.") for each in run_checks(tags=[checks.TAG])}


def test_our_settings_pass(settings: Settings) -> None:
    assert found(settings, "DEBUG", False) == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SESSION_AUTH", {"LOG_IN": "accounts.login.log_in"}, "unknown_key"),
        ("SESSION_AUTH", {"LOGIN": "accounts.nothing.log_in"}, "import"),
        ("SESSION_AUTH", {"LOGIN": "accounts.login.nothing"}, "import"),
        ("SESSION_AUTH", {"LOGIN_SERIALIZER": "nothing"}, "import"),
        ("SESSION_AUTH", {"ACCOUNT_SERIALIZER": "nothing"}, "import"),
        ("SESSION_AUTH", {"CONVERT_EXCEPTION": "nothing"}, "import"),
        ("CSRF_COOKIE_HTTPONLY", True, "csrf_cookie_unreadable"),
        ("CSRF_USE_SESSIONS", True, "csrf_cookie_unreadable"),
        ("CSRF_COOKIE_AGE", 60, "csrf_cookie_age"),
        ("CSRF_COOKIE_AGE", None, "csrf_cookie_age"),
        ("CSRF_HEADER_NAME", "HTTP_X_XSRF_TOKEN", "csrf_header"),
        ("APPEND_SLASH", True, "append_slash"),
        ("TRUSTED_PROXIES", ["127.0.0.1/32"], "trusted_proxies"),
        ("TRUSTED_PROXIES", None, "trusted_proxies"),
        (
            "REST_FRAMEWORK",
            {**DRF, "DEFAULT_AUTHENTICATION_CLASSES": [DJANGO_SESSION]},
            "authentication_classes",
        ),
        ("REST_FRAMEWORK", {**DRF, "DEFAULT_AUTHENTICATION_CLASSES": []}, "authentication_classes"),
        (
            "REST_FRAMEWORK",
            {**DRF, "EXCEPTION_HANDLER": "rest_framework.views.exception_handler"},
            "exception_handler",
        ),
        ("DRF_STANDARDIZED_ERRORS", {}, "exception_handler_class"),
        ("ROOT_URLCONF", "session_auth.urls", "error_handlers"),
    ],
)
def test_a_wrong_setting_is_found(name: str, value: Any, expected: str, settings: Settings) -> None:
    assert found(settings, name, value) == {expected}


@pytest.mark.parametrize("path", checks.ORDER)
def test_missing_middleware_is_found(path: str, settings: Settings) -> None:
    index = checks.middleware_index(path)
    assert index is not None
    middleware = [each for each in settings.MIDDLEWARE if each != settings.MIDDLEWARE[index]]
    assert found(settings, "MIDDLEWARE", middleware) == {"middleware_missing"}


@pytest.mark.parametrize("path", checks.ORDER[1:])
def test_middleware_in_the_wrong_order_is_found(path: str, settings: Settings) -> None:
    index = checks.middleware_index(path)
    assert index is not None
    moved = settings.MIDDLEWARE[index]
    middleware = [moved, *(each for each in settings.MIDDLEWARE if each != moved)]
    assert found(settings, "MIDDLEWARE", middleware) == {"middleware_order"}


def test_a_wrong_path_raises_a_clear_error(settings: Settings) -> None:
    settings.SESSION_AUTH = {"LOGIN": "accounts.login.nothing"}
    with pytest.raises(ImproperlyConfigured, match=r"SESSION_AUTH\['LOGIN'\]: .*nothing"):
        _ = session_auth_settings.login
