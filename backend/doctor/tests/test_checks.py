"""Deployment checks of the whole site: each reports its error, and nothing else."""

import ipaddress
import json
import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.checks import ERROR, INFO, WARNING, CheckMessage, run_checks
from pytest_django import Settings

from config.environment import LOOPBACK
from doctor import SERVICES, SETTINGS, SITE
from doctor.checks.api_urls import API_URL_VARIABLES
from doctor.checks.origins import COOKIE_PREFIX, FRONTEND_ORIGIN
from monitoring.health import deployment_id

APP = "https://app.example.com"
API_URL = "NUXT_PUBLIC_SESSION_API_URL"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - a setting; nothing listens
QUEUE = "mail.backend.QueueBackend"


def run(tag: str) -> list[CheckMessage]:
    messages = run_checks(tags=[tag], include_deployment_checks=True, databases=["default"])
    assert all(message.hint for message in messages if message.level > INFO)
    return messages


def ids(tag: str) -> list[str | None]:
    return [message.id for message in run(tag)]


@pytest.fixture(autouse=True)
def production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site with two domains and no problems."""
    settings.ENVIRONMENT = "production"
    settings.ALLOWED_HOSTS = ["api.example.com", "app.example.com", "127.0.0.1", "api", "[::1]"]
    settings.FRONTEND_ORIGIN = APP
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = [APP]
    settings.SESSION_COOKIE_DOMAIN = settings.CSRF_COOKIE_DOMAIN = "example.com"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME = "__Secure-sessionid"
    settings.CSRF_COOKIE_NAME = "__Secure-csrftoken"
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for name in [name for name in os.environ if name.startswith("NUXT_")]:
        monkeypatch.delenv(name)


@pytest.mark.each_database
def test_no_problems() -> None:
    assert [ids(tag) for tag in (SETTINGS, SERVICES, SITE)] == [[], [], []]


def test_no_problems_with_one_domain(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["blog.example.com", "www.example.net"]
    settings.FRONTEND_ORIGIN = ""
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = []
    settings.SESSION_COOKIE_DOMAIN = None
    assert ids(SETTINGS) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"SESSION_COOKIE_DOMAIN": "example.org"}, "latchkey.cookie_domain"),
        ({"SESSION_COOKIE_DOMAIN": "xample.com"}, "latchkey.cookie_domain"),
        ({"SESSION_COOKIE_DOMAIN": "app.example.com"}, "latchkey.cookie_domain"),
        ({"ALLOWED_HOSTS": ["api.example.net", "app.example.com"]}, "latchkey.cookie_domain"),
        (
            {
                "FRONTEND_ORIGIN": "http://app.example.com",
                "CORS_ALLOWED_ORIGINS": ["http://app.example.com"],
                "CSRF_TRUSTED_ORIGINS": [],
            },
            "latchkey.frontend_scheme",
        ),
        ({"CSRF_TRUSTED_ORIGINS": [APP, "https://*.example.com"]}, "latchkey.trusted_origin"),
        ({"CORS_ALLOWED_ORIGINS": [APP, "https://x.example"]}, "latchkey.trusted_origin"),
        ({"TRUSTED_PROXIES": [ipaddress.ip_network("0.0.0.0/0")]}, "latchkey.everybody_trusted"),
        ({"TRUSTED_PROXIES": [ipaddress.ip_network("::/0")]}, "latchkey.everybody_trusted"),
        ({"TRUSTED_PROXIES": []}, "latchkey.nobody_trusted"),
        ({"API_HOST": EVERYWHERE, "TRUSTED_PROXIES": LOOPBACK}, "latchkey.proxy_not_trusted"),
        ({"API_HOST": "10.0.0.5", "TRUSTED_PROXIES": LOOPBACK}, "latchkey.proxy_not_trusted"),
        ({"SESSION_COOKIE_SECURE": False}, "latchkey.no_https"),
    ],
)
def test_wrong_setting(settings: Settings, changes: dict[str, object], expected: str) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert set(ids(SETTINGS)) == {expected}


def test_untrusted_proxy_level(settings: Settings) -> None:
    """Only a specific address shows that the proxy is on another machine."""
    settings.TRUSTED_PROXIES = LOOPBACK
    for address, levels in ((EVERYWHERE, [WARNING]), ("10.0.0.5", [ERROR]), ("127.0.0.1", [])):
        settings.API_HOST = address
        assert [message.level for message in run(SETTINGS)] == levels


def test_cross_origin_calls(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(API_URL, "https://api.example.com")
    assert ids(SETTINGS) == []
    settings.FRONTEND_ORIGIN = ""
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = []
    assert ids(SETTINGS) == ["latchkey.no_frontend_origin"]


def test_shared_cookies(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["app.example.com", "www.example.com"]
    settings.SESSION_COOKIE_DOMAIN = None
    assert ids(SETTINGS) == []
    monkeypatch.setenv(API_URL, "https://www.example.com")
    assert ids(SETTINGS) == ["latchkey.no_cookie_domain"]


def test_cookie_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nuxt's names are checked if its environment is known."""
    monkeypatch.setenv(FRONTEND_ORIGIN, APP)
    for variables, errors in (
        ({}, 0),
        ({"NUXT_SESSION_API_URL": "x", COOKIE_PREFIX: "__Secure-"}, 0),
        ({"NUXT_SESSION_API_URL": "x", COOKIE_PREFIX: "__Host-"}, 2),
        ({COOKIE_PREFIX: ""}, 2),
        ({COOKIE_PREFIX: "__Secure-", "NUXT_PUBLIC_SESSION_CSRF_COOKIE": "token"}, 1),
    ):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        messages = run(SETTINGS)
        assert [each.id for each in messages] == ["latchkey.cookie_names"] * errors, variables
    assert messages[0].msg == (
        "Django names a cookie '__Secure-csrftoken', and the Nuxt servers expect "
        "'__Secure-token': sessions are not recognised, and no request can be sent."
    )


def test_different_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    for origin in (APP, f"{APP}:443/"):
        monkeypatch.setenv(FRONTEND_ORIGIN, origin)
        assert ids(SETTINGS) == []
    for origin in (f"{APP}:8443", "https://example.com", "app.example.com"):
        monkeypatch.setenv(FRONTEND_ORIGIN, origin)
        assert ids(SETTINGS) == ["latchkey.frontend_origins_differ"]


def test_missing_origins(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = []
    monkeypatch.setenv("NUXT_SESSION_API_URL", "http://127.0.0.1:8080")
    for django, nuxt, missing in (
        (APP, "", "NUXT_SESSION_FRONTEND_ORIGIN is"),
        ("", APP, "FRONTEND_ORIGIN is"),
        ("", "", "FRONTEND_ORIGIN and NUXT_SESSION_FRONTEND_ORIGIN are"),
    ):
        settings.FRONTEND_ORIGIN = django
        monkeypatch.setenv(FRONTEND_ORIGIN, nuxt)
        settings.ENVIRONMENT = "production"
        [message] = run(SETTINGS)
        assert (message.id, message.msg) == (
            "latchkey.no_origin",
            f"{missing} not set: links would use the host name that a request names.",
        )
        settings.ENVIRONMENT = "local"
        assert "latchkey.no_origin" not in ids(SETTINGS)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_mail_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = QUEUE
    settings.EMAIL_HOST = ""
    assert ids(SERVICES) == ["latchkey.no_mail"]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "user", "hunter2"
    [message] = run(SERVICES)
    assert message.id == "latchkey.mail"
    assert message.msg.startswith("The mail server cannot be reached: ")
    assert "hunter2" not in message.msg


class Api(BaseHTTPRequestHandler):
    deployment = ""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health/live" else 404)
        self.end_headers()
        self.wfile.write(json.dumps({"deployment": self.deployment}).encode())

    def log_message(self, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def api() -> Iterator[tuple[type[Api], str]]:
    """A handler with the identifier of this deployment, and its URL."""

    class Handler(Api):
        deployment = deployment_id()

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        yield Handler, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_api_urls(monkeypatch: pytest.MonkeyPatch, api: tuple[type[Api], str]) -> None:
    handler, url = api
    for name in API_URL_VARIABLES:
        with monkeypatch.context() as environment:
            environment.setenv(name, url)
            handler.deployment = deployment_id()
            assert ids(SITE) == []
            handler.deployment = "another"
            assert ids(SITE) == ["latchkey.other_api"]
            environment.setenv(name, f"http://127.0.0.1:{closed_port()}")
            assert ids(SITE) == ["latchkey.address"]
