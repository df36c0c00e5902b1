"""GET /api/health/live and GET /api/health/ready"""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from conftest import Browser
from monitoring import readiness
from monitoring.readiness import Check

PATHS = ["/api/health/live", "/api/health/ready"]


def passes() -> None:
    """A look at something that is well."""


@pytest.fixture(autouse=True)
def all_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real checks run in gunicorn_server/tests/test_gunicorn.py."""
    monkeypatch.setattr(
        readiness, "CHECKS", [Check("database", passes), Check("migrations", passes)]
    )


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Has the database's check do this instead."""

    def fail(look: Callable[[], None]) -> None:
        broken = [Check("database", look), Check("migrations", passes)]
        monkeypatch.setattr(readiness, "CHECKS", broken)

    return fail


@pytest.mark.parametrize("path", PATHS)
def test_it_is_well(nobody: Browser, path: str) -> None:
    response = nobody.get(path)
    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_who_asks_is_not_looked_at(
    as_alice: Browser, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = as_alice.get(path)
    assert not response.cookies
    nobody = Browser()
    before = Session.objects.count()
    nobody.cookies["sessionid"] = "malformed"
    assert not nobody.get(path).cookies
    assert Session.objects.count() == before


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["127.1.2.1:8000", "api-1:8000", "evil.example"])
def test_it_is_asked_by_address(nobody: Browser, path: str, host: str) -> None:
    assert nobody.get(path, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_only_reading_is_answered(nobody: Browser, path: str) -> None:
    assert nobody.head(path).status_code == 200
    assert nobody.post_json(path).status_code == 404
    assert nobody.get(f"{path}/").status_code == 404


def test_asking_is_never_too_often(nobody: Browser) -> None:
    assert {nobody.get(path).status_code for path in PATHS for _ in range(50)} == {200}


def test_what_fails_is_named_and_nothing_more_is_told(
    nobody: Browser, failing: Callable[[Callable[[], None]], None]
) -> None:
    def refuse() -> None:
        raise OperationalError('connection to "db.internal" failed for user "latchkey"')

    failing(refuse)
    response = nobody.get("/api/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "failed": ["database"]}
    assert response.headers["Cache-Control"] == "no-store"
    # It goes on answering: restarting it would bring no database back.
    assert nobody.get("/api/health/live").status_code == 200


def test_what_hangs_keeps_nobody_and_holds_one_thread(
    nobody: Browser,
    failing: Callable[[Callable[[], None]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "TIMEOUT", 0.1)
    released = threading.Event()

    def hang() -> None:
        released.wait(30)

    failing(hang)
    threads = threading.active_count()
    try:
        for _ in range(3):
            started = time.monotonic()
            response = nobody.get("/api/health/ready")
            assert time.monotonic() - started < 2
            assert response.json()["failed"] == ["database"]
        assert threading.active_count() == threads + 1
    finally:
        released.set()
    monkeypatch.setattr(readiness, "TIMEOUT", 10.0)
    # What was slow is well again.
    assert nobody.get("/api/health/ready").status_code == 200
