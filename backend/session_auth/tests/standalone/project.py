"""A Django project with the session layer, users with UUIDs, and django.contrib.auth alone.

test_standalone.py runs it in a process that can import nothing else of this repository. It prints
its responses as JSON.
"""

import json
import sys
import uuid
from typing import Any

# None in sys.modules makes an import fail.
for application in (
    "accounts",
    "api",
    "blog",
    "config",
    "database",
    "allauth",
    "psycopg",
    "pydantic",
):
    sys.modules[application] = None  # type: ignore[assignment]

import django
from django.conf import settings
from django.urls import include, path

settings.configure(
    SECRET_KEY="for this test, and long enough",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["testserver"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    USE_TZ=True,
    INSTALLED_APPS=[
        "session_auth.tests.standalone.members",
        "session_auth",
        "rest_framework",
        "drf_standardized_errors",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
    ],
    MIDDLEWARE=[
        "session_auth.proxy_headers.ProxyHeadersMiddleware",
        "session_auth.cache_headers.CacheHeadersMiddleware",
        "session_auth.cookies.SessionCookieMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TRUSTED_PROXIES=[],
    APPEND_SLASH=False,
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    AUTH_USER_MODEL="members.Member",
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["session_auth.authentication.SessionAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    },
    DRF_STANDARDIZED_ERRORS={
        "EXCEPTION_HANDLER_CLASS": "session_auth.exception_handler.ExceptionHandler",
    },
)
handler400 = "session_auth.error_views.bad_request"
handler403 = "session_auth.error_views.permission_denied"
handler404 = "session_auth.error_views.not_found"
handler500 = "session_auth.error_views.server_error"

urlpatterns: list[Any] = []

django.setup()

from django.core.management import call_command
from django.test import Client

from session_auth.tests.standalone.members.models import Member


def main() -> None:
    urlpatterns.append(path("api/", include("session_auth.urls")))
    call_command("check", fail_level="WARNING", stdout=sys.stderr)
    call_command("migrate", run_syncdb=True, verbosity=0)
    member = Member(id=uuid.UUID(int=7), nickname="dora")
    member.set_password("secret")
    member.save()

    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    responses: list[list[Any]] = []

    def send(method: str, path: str, data: Any = None, **headers: str) -> None:
        if "csrftoken" in client.cookies:
            headers["X-CSRFToken"] = client.cookies["csrftoken"].value
        data_json = json.dumps(data) if data is not None else ""
        response = client.generic(
            method, path, data_json, content_type="application/json", headers=headers
        )
        body = response.json() if response.content else None
        responses.append([response.status_code, body])

    send("POST", "/api/login/", {"nickname": "dora", "password": "secret"})
    client.cookies.clear()
    send("GET", "/api/login-set-cookie/")
    send("POST", "/api/login/", {"nickname": "dora", "password": "wrong"})
    send("POST", "/api/login/", {"nickname": "dora"})
    send("POST", "/api/login/", {"nickname": "dora", "password": "secret"})
    send("GET", "/api/account/", **{"X-Account": str(member.pk)})
    send("POST", "/api/logout/", **{"X-Account": str(uuid.UUID(int=8))})
    send("POST", "/api/logout/", **{"X-Account": str(member.pk)})
    send("GET", "/api/account/")
    send("GET", "/api/nothing/")
    sys.stdout.write(json.dumps(responses))


if __name__ == "__main__":
    main()
