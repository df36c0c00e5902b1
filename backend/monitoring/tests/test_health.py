"""GET /api/health/live and GET /api/health/ready"""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries, Settings

from conftest import Browser
from monitoring import readiness
from monitoring.readiness import Check

LIVE, READY = PATHS = ["/api/health/live", "/api/health/ready"]

UseCheck = Callable[[Callable[[], None]], None]


@pytest.fixture
def use_check(monkeypatch: pytest.MonkeyPatch) -> UseCheck:
    """Replaces the check of the database, and disables that of migrations."""

    def use(check: Callable[[], None]) -> None:
        checks = [Check("database", check), Check("migrations", lambda: None)]
        monkeypatch.setattr(readiness, "CHECKS", checks)

    return use


@pytest.fixture(autouse=True)
def passing_checks(use_check: UseCheck) -> None:
    """Real checks run in test_readiness.py, and in gunicorn_server/tests/test_gunicorn.py."""
    use_check(lambda: None)


def test_healthy(anonymous: Browser) -> None:
    for path in PATHS:
        response = anonymous.get(path)
        assert response.status_code == 200
        assert response.json()["status"] == "ok"
        assert response.headers["Cache-Control"] == "no-store"


def test_the_deployment_id_depends_on_the_secret_key(
    anonymous: Browser, settings: Settings
) -> None:
    """And does not contain a part of it."""
    first, second, again = [
        identifier_with(anonymous, settings, key * 50) for key in ("a", "b", "a")
    ]
    assert first == again != second
    assert "aaaa" not in first


def identifier_with(browser: Browser, settings: Settings, secret_key: str) -> str:
    settings.SECRET_KEY = secret_key
    return str(browser.get(LIVE).json()["deployment"])


def test_no_session(as_alice: Browser, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Cookies are neither read nor set."""
    for path in PATHS:
        with django_assert_num_queries(0):
            assert not as_alice.get(path).cookies
        anonymous = Browser()
        before = Session.objects.count()
        anonymous.cookies["sessionid"] = "malformed"
        assert not anonymous.get(path).cookies
        assert Session.objects.count() == before


def test_any_host(anonymous: Browser) -> None:
    for path in PATHS:
        for host in ("127.1.2.1:8000", "api-1:8000", "evil.example"):
            assert anonymous.get(path, headers={"Host": host}).status_code == 200


def test_methods_and_slashes(anonymous: Browser) -> None:
    for path in PATHS:
        assert anonymous.head(path).status_code == 200
        assert anonymous.post_json(path).status_code == 404
        assert anonymous.get(f"{path}/").status_code == 404


def test_no_throttling(anonymous: Browser) -> None:
    assert {anonymous.get(path).status_code for path in PATHS for _ in range(50)} == {200}


def test_failed_check(anonymous: Browser, use_check: UseCheck) -> None:
    """Only its name is public. The process stays alive: a restart would not help."""

    def refuse() -> None:
        raise OperationalError('connection to "db.internal" failed for user "latchkey"')

    use_check(refuse)
    response = anonymous.get(READY)
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "failed": ["database"]}
    assert response.headers["Cache-Control"] == "no-store"
    assert anonymous.get(LIVE).status_code == 200


def test_check_that_hangs(
    anonymous: Browser, use_check: UseCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It times out, and blocks one thread for all requests."""
    monkeypatch.setattr(readiness, "TIMEOUT", 0.1)
    released = threading.Event()

    def hang() -> None:
        released.wait(30)

    use_check(hang)
    threads = threading.active_count()
    try:
        for _ in range(3):
            start = time.monotonic()
            response = anonymous.get(READY)
            assert time.monotonic() - start < 2
            assert response.json()["failed"] == ["database"]
        assert threading.active_count() == threads + 1
    finally:
        released.set()
    monkeypatch.setattr(readiness, "TIMEOUT", 10.0)
    assert anonymous.get(READY).status_code == 200
