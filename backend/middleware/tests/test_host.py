"""Host headers that are accepted and refused."""

import pytest
from django.test import Client
from pytest_django import Settings

from conftest import error

PATH = "/api/login-set-cookie/"
PATHS = [PATH, "/admin/", "/static/x", "/robots.txt"]
INVALID_HOSTS = [
    *("blog.example.com.", "blog.example.com.:443", "blog.example.com..", "evil.example"),
    *("blog.example.com:99999", "blog.example.com:", "blog.example.com:x", "a b", ""),
]
OTHER_PORTS = ["blog.example.com:1337", "blog.example.com:0", "blog.example.com:80"]
DETAIL = "The request names a host or a port that this site does not have."


@pytest.fixture(autouse=True)
def production(settings: Settings) -> None:
    settings.ENVIRONMENT = "production"
    settings.ALLOWED_HOSTS = ["blog.example.com", "api.example.com"]
    settings.FRONTEND_ORIGIN = "https://blog.example.com"


def get_status(path: str, host: str) -> tuple[int, str]:
    """The status of a GET over HTTPS. A refusal is complete and not cached."""
    response = Client(raise_request_exception=False).get(path, secure=True, headers={"Host": host})
    if response.status_code == 400:
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        if path.startswith("/api/"):
            assert response.json() == error("disallowed_host", DETAIL)
        else:
            assert DETAIL in response.content.decode()
    return response.status_code, host


def test_invalid_hosts(caplog: pytest.LogCaptureFixture, settings: Settings) -> None:
    """They are refused on every path, and nothing is logged as an error."""
    for frontend_origin in ("https://blog.example.com", ""):
        settings.FRONTEND_ORIGIN = frontend_origin
        for path in PATHS:
            for host in [*INVALID_HOSTS, *OTHER_PORTS]:
                assert get_status(path, host) == (400, host)
        for host in ("blog.example.com", "blog.example.com:443", "BLOG.example.com"):
            assert get_status(PATH, host) == (200, host)
    assert [record for record in caplog.records if record.levelname != "INFO"] == []


def test_front_end_with_a_port(settings: Settings) -> None:
    settings.FRONTEND_ORIGIN = "https://blog.example.com:8443"
    for host, status in [
        ("blog.example.com:8443", 200),
        ("blog.example.com:443", 400),
        ("blog.example.com:1337", 400),
        # Links do not use the API's name, so its port is free.
        ("api.example.com:9443", 200),
        ("api.example.com.", 400),
    ]:
        assert get_status(PATH, host) == (status, host)


def test_any_port_locally(settings: Settings) -> None:
    settings.ENVIRONMENT = "local"
    settings.FRONTEND_ORIGIN = ""
    for host in ("blog.example.com:4000", "blog.example.com"):
        assert get_status(PATH, host) == (200, host)
    for host in INVALID_HOSTS:
        assert get_status(PATH, host) == (400, host)


def test_health_checks_with_any_host() -> None:
    for host in ("10.0.0.7:8000", "blog.example.com:1337"):
        assert get_status("/api/health/live", host) == (200, host)
