"""Each finding: it is there when something is wrong, and silent when all is well."""

import ipaddress
import json
import os
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.checks import ERROR, INFO, WARNING, run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from accounts.management.commands import demo
from config.environment import LOOPBACK
from conftest import Person
from database.checks import check_clock, check_database
from doctor import SERVICES, SETTINGS, SITE
from doctor.checks import API_URL_VARIABLES
from doctor.origins import COOKIE_PREFIX, ORIGIN
from monitoring.health import deployment_id

APP = "https://app.example.com"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens there


def found() -> list[str | None]:
    """The names of what is wrong."""
    findings = run_checks(
        tags=[SETTINGS, SERVICES, SITE], include_deployment_checks=True, databases=["default"]
    )
    assert all(finding.hint for finding in findings if finding.level > INFO)
    return [finding.id for finding in findings]


@pytest.fixture(autouse=True)
def production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site with two domains, all of it as it should be."""
    settings.ENVIRONMENT = "production"
    settings.ALLOWED_HOSTS = ["api.example.com", "app.example.com", "127.0.0.1", "api", "[::1]"]
    settings.FRONTEND_ORIGIN = APP
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = [APP]
    settings.SESSION_COOKIE_DOMAIN = settings.CSRF_COOKIE_DOMAIN = "example.com"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME = "__Secure-sessionid"
    settings.CSRF_COOKIE_NAME = "__Secure-csrftoken"
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]
    # A mail server that is set up and answers.
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for name in [name for name in os.environ if name.startswith("NUXT_")]:
        monkeypatch.delenv(name)


def test_all_is_well() -> None:
    assert found() == []


def test_all_is_well_with_one_domain(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["blog.example.com", "www.example.net"]
    settings.FRONTEND_ORIGIN = ""
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = []
    settings.SESSION_COOKIE_DOMAIN = None
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"SESSION_COOKIE_DOMAIN": "example.org"}, "latchkey.cookie_domain"),
        ({"SESSION_COOKIE_DOMAIN": "xample.com"}, "latchkey.cookie_domain"),
        ({"SESSION_COOKIE_DOMAIN": "app.example.com"}, "latchkey.cookie_domain"),
        (
            {"ALLOWED_HOSTS": ["api.example.net", "app.example.com"]},
            "latchkey.cookie_domain",
        ),
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
        (
            {"TRUSTED_PROXIES": [ipaddress.ip_network("0.0.0.0/0")]},
            "latchkey.everybody_trusted",
        ),
        ({"TRUSTED_PROXIES": [ipaddress.ip_network("::/0")]}, "latchkey.everybody_trusted"),
        ({"TRUSTED_PROXIES": []}, "latchkey.nobody_trusted"),
        ({"API_HOST": EVERYWHERE, "TRUSTED_PROXIES": LOOPBACK}, "latchkey.proxy_not_trusted"),
        ({"API_HOST": "10.0.0.5", "TRUSTED_PROXIES": LOOPBACK}, "latchkey.proxy_not_trusted"),
        ({"SESSION_COOKIE_SECURE": False}, "latchkey.no_https"),
        (
            {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": ""},
            "latchkey.no_mail",
        ),
    ],
)
def test_a_setting_that_is_wrong(
    settings: Settings, changes: dict[str, object], finding: str
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert set(found()) == {finding}


def test_only_an_address_that_no_proxy_here_calls_from_keeps_a_site_from_starting(
    settings: Settings,
) -> None:
    settings.TRUSTED_PROXIES = LOOPBACK
    for address, levels in ((EVERYWHERE, [WARNING]), ("10.0.0.5", [ERROR]), ("127.0.0.1", [])):
        settings.API_HOST = address
        found = run_checks(tags=[SETTINGS], include_deployment_checks=True)
        assert [finding.level for finding in found] == levels


def test_browsers_sent_where_they_may_not_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUXT_PUBLIC_SESSION_API_URL", "https://api.example.com")
    tags = {"tags": [SETTINGS], "include_deployment_checks": True}
    assert run_checks(**tags) == []  # type: ignore[arg-type]
    settings.FRONTEND_ORIGIN = ""
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = []
    [finding] = run_checks(**tags)  # type: ignore[arg-type]
    assert finding.id == "latchkey.no_frontend_origin"


def test_a_second_name_needs_no_cookie_where_browsers_call_no_other_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOWED_HOSTS = ["app.example.com", "www.example.com"]
    settings.SESSION_COOKIE_DOMAIN = None
    assert found() == []
    monkeypatch.setenv("NUXT_PUBLIC_SESSION_API_URL", "https://www.example.com")
    [finding] = run_checks(tags=[SETTINGS], include_deployment_checks=True)
    assert finding.id == "latchkey.no_cookie_domain"


def test_cookies_that_the_front_end_knows_by_other_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only where the settings of the front end are known here."""
    for variables, wrong in (
        ({}, 0),
        ({"NUXT_SESSION_API_URL": "x", "NUXT_PUBLIC_SESSION_COOKIE_PREFIX": "__Secure-"}, 0),
        ({"NUXT_SESSION_API_URL": "x", "NUXT_PUBLIC_SESSION_COOKIE_PREFIX": "__Host-"}, 2),
        ({"NUXT_PUBLIC_SESSION_COOKIE_PREFIX": ""}, 2),
        (
            {
                "NUXT_PUBLIC_SESSION_COOKIE_PREFIX": "__Secure-",
                "NUXT_PUBLIC_SESSION_CSRF_COOKIE": "token",
            },
            1,
        ),
    ):
        for name, value in {ORIGIN: APP, **variables}.items():
            monkeypatch.setenv(name, value)
        found = run_checks(tags=[SETTINGS], include_deployment_checks=True)
        assert [finding.id for finding in found] == ["latchkey.cookie_names"] * wrong, variables
    assert found[0].msg == (
        "Django names a cookie '__Secure-csrftoken', and the Nuxt servers look for "
        "'__Secure-token': nobody stays logged in, and nothing can be sent."
    )


def test_two_servers_that_know_different_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    for origin in (APP, f"{APP}:443/"):
        monkeypatch.setenv(ORIGIN, origin)
        assert found() == []
    for origin in (f"{APP}:8443", "https://example.com", "app.example.com"):
        monkeypatch.setenv(ORIGIN, origin)
        assert found() == ["latchkey.frontend_origins_differ"]


def test_servers_that_are_not_told_the_origin(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = []
    monkeypatch.setenv("NUXT_SESSION_API_URL", "http://127.0.0.1:8080")
    for django, nuxt, missing in (
        (APP, "", "NUXT_SESSION_FRONTEND_ORIGIN is"),
        ("", APP, "FRONTEND_ORIGIN is"),
        ("", "", "FRONTEND_ORIGIN and NUXT_SESSION_FRONTEND_ORIGIN are"),
    ):
        settings.FRONTEND_ORIGIN = django
        monkeypatch.setenv(ORIGIN, nuxt)
        settings.ENVIRONMENT = "production"
        [finding] = run_checks(tags=[SETTINGS], include_deployment_checks=True)
        assert (finding.id, finding.msg) == (
            "latchkey.no_origin",
            f"{missing} not set: the addresses of pages would be those that a request names.",
        )
        settings.ENVIRONMENT = "local"
        assert "latchkey.no_origin" not in found()


def test_a_mail_server_that_does_not_answer(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.EMAIL_PORT = taken.getsockname()[1]
    assert found() == ["latchkey.mail"]


def test_a_redis_that_does_not_answer(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.CACHES = {
        **settings.CACHES,
        "sessions": {
            "BACKEND": "accounts.session_cache.SessionCache",
            "LOCATION": f"redis://:hunter2@127.0.0.1:{port}/0",
        },
    }
    assert found() == ["latchkey.redis"]


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError("no")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "ensure_connection", refuse)
        assert found() == ["latchkey.database"]
    assert found() == []


def test_a_migration_that_is_missing() -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="sessions").delete()
    [finding] = check_database(["default"])
    assert finding.id == "latchkey.migrations"
    assert "sessions.0001_initial" in finding.msg


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_clock_that_is_wrong(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    if connection.vendor != "postgresql":
        # A database that is a file has the clock of this machine.
        assert check_clock() == []
        return
    wrong = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr("database.checks.timezone.now", lambda: wrong)
    [finding] = check_clock()
    assert finding.id == "latchkey.clock"
    assert ("ahead" if seconds > 0 else "behind") in finding.msg


def test_demo_accounts_on_a_public_site(person: Person, settings: Settings) -> None:
    alice = person("alice@example.com")
    assert found() == []  # her password is her own
    alice.set_password(demo.PASSWORD)
    alice.save()
    assert found() == ["latchkey.demo_account"]
    alice.is_active = False
    alice.save()
    assert found() == []
    alice.is_active = True
    alice.save()
    settings.ENVIRONMENT = "local"
    assert found() == []


def test_sessions_that_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.checks.MAX_EXPIRED_SESSIONS", 1)
    past, future = (timezone.now() + timedelta(days=days) for days in (-1, 1))
    for key, end in {"a": future, "b": future, "c": past}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    assert found() == []
    Session.objects.create(session_key="d", session_data="", expire_date=past)
    assert found() == ["latchkey.expired_sessions"]


class Api(BaseHTTPRequestHandler):
    name = ""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health/live" else 404)
        self.end_headers()
        self.wfile.write(json.dumps({"deployment": self.name}).encode())

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(params=API_URL_VARIABLES)
def api(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Api]]:
    """An API at the address that the Nuxt server or a browser is given."""

    class Here(Api):
        name = deployment_id()

    with HTTPServer(("127.0.0.1", 0), Here) as server:
        monkeypatch.setenv(request.param, f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv(COOKIE_PREFIX, "__Secure-")
        monkeypatch.setenv(ORIGIN, APP)
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        yield Here
        server.shutdown()
        thread.join()


def test_an_address_that_leads_to_another_api(api: type[Api]) -> None:
    assert found() == []
    api.name = "another"
    assert found() == ["latchkey.other_api"]


@pytest.mark.parametrize("name", API_URL_VARIABLES)
def test_an_address_where_nobody_answers(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    monkeypatch.setenv(COOKIE_PREFIX, "__Secure-")
    monkeypatch.setenv(ORIGIN, APP)
    assert found() == ["latchkey.address"]
