"""By which host and port the site is asked."""

import pytest
from django.test import Client
from pytest_django import Settings

from conftest import error

PATH = "/api/login-set-cookie/"
PATHS = [PATH, "/admin/", "/static/x", "/robots.txt"]
NEVER = [
    *("blog.example.com.", "blog.example.com.:443", "blog.example.com..", "evil.example"),
    *("blog.example.com:99999", "blog.example.com:", "blog.example.com:x", "a b", ""),
]
OTHER_PORTS = ["blog.example.com:1337", "blog.example.com:0", "blog.example.com:80"]
DETAIL = "The request names a host or a port that this site does not have."


@pytest.fixture(autouse=True)
def one_name(settings: Settings) -> None:
    settings.ENVIRONMENT = "production"
    settings.ALLOWED_HOSTS = ["blog.example.com", "api.example.com"]
    settings.FRONTEND_ORIGIN = "https://blog.example.com"


def ask(path: str, host: str) -> tuple[int, str]:
    """Ask as a stranger by HTTPS, and look that no refusal is kept by a cache."""
    client = Client(raise_request_exception=False)
    response = client.get(path, secure=True, headers={"Host": host})
    if response.status_code == 400:
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        if path.startswith("/api/"):
            assert response.json() == error("disallowed_host", DETAIL)
        else:
            assert DETAIL in response.content.decode()
    return response.status_code, host


def test_another_host_or_port_is_refused_without_a_traceback(
    caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    for frontend_origin in ("https://blog.example.com", ""):
        settings.FRONTEND_ORIGIN = frontend_origin
        for path in PATHS:
            for host in [*NEVER, *OTHER_PORTS]:
                assert ask(path, host) == (400, host)
        for host in ("blog.example.com", "blog.example.com:443", "BLOG.example.com"):
            assert ask(PATH, host) == (200, host)
    assert [record for record in caplog.records if record.levelname != "INFO"] == []


def test_the_port_is_that_of_the_front_end(settings: Settings) -> None:
    settings.FRONTEND_ORIGIN = "https://blog.example.com:8443"
    for host, status in [
        ("blog.example.com:8443", 200),
        ("blog.example.com:443", 400),
        ("blog.example.com:1337", 400),
        # The API may have another one. No link is made of it.
        ("api.example.com:9443", 200),
        ("api.example.com.", 400),
    ]:
        assert ask(PATH, host) == (status, host)


def test_on_one_s_own_machine_any_port_will_do(settings: Settings) -> None:
    settings.ENVIRONMENT = "local"
    settings.FRONTEND_ORIGIN = ""
    for host in ("blog.example.com:4000", "blog.example.com"):
        assert ask(PATH, host) == (200, host)
    for host in NEVER:
        assert ask(PATH, host) == (400, host)


def test_health_is_told_under_any_name() -> None:
    for host in ("10.0.0.7:8000", "blog.example.com:1337"):
        assert ask("/api/health/live", host) == (200, host)
