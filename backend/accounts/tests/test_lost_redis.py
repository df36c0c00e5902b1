"""An outage of Redis makes the site slower, but fails no request."""

import json
import pickle
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from accounts.models import User
from accounts.session_cache import SessionCache
from conftest import NOT_AUTHENTICATED, PASSWORD, Browser
from database.circuit_breaker import CircuitBreaker

pytestmark = pytest.mark.each_database

TWO_WEEKS = 1_209_600
Ending = Callable[[Browser, Settings], None]

needs_redis = pytest.mark.skipif("sessions" not in caches.settings, reason="needs REDIS_URL")


@pytest.fixture
def redis(settings: Settings) -> Redis:
    return Redis.from_url(settings.CACHES["sessions"]["LOCATION"])


@pytest.fixture(params=["refuses", "hangs"])
def lost_redis(
    request: pytest.FixtureRequest, as_alice: Browser, settings: Settings
) -> Iterator[None]:
    """After Alice's log-in, Redis refuses connections, or accepts them and never responds."""
    with redis_outage(settings, is_hanging=request.param == "hangs"):
        yield


@contextmanager
def redis_outage(settings: Settings, is_hanging: bool = False) -> Iterator[None]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if is_hanging:
            server.listen()
        before = settings.CACHES
        settings.SESSION_ENGINE = "accounts.sessions.cached_store"
        settings.SESSION_CACHE_ALIAS = "sessions"
        settings.CACHES = {
            **before,
            "sessions": {
                "BACKEND": "accounts.session_cache.SessionCache",
                "LOCATION": f"redis://127.0.0.1:{server.getsockname()[1]}/0",
                "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
            },
        }
        yield
        settings.CACHES = before


def with_session_of(browser: Browser) -> Browser:
    other = Browser()
    other.cookies["sessionid"] = browser.cookie("sessionid")
    return other


@pytest.mark.usefixtures("lost_redis")
def test_sessions_stay_valid(as_alice: Browser, anonymous: Browser) -> None:
    assert with_session_of(as_alice).get("/api/account/").json()["name"] == "Alice"
    anonymous.cookies["sessionid"] = "a" * 32
    assert anonymous.get("/api/account/").status_code == 403


@pytest.mark.usefixtures("lost_redis")
def test_log_in_and_out_work(as_alice: Browser) -> None:
    """The browser's old session ends at log-in."""
    browser, before = with_session_of(as_alice), with_session_of(as_alice)
    assert browser.log_in("alice@example.com").status_code == 200
    assert browser.get("/api/account/").json()["name"] == "Alice"
    assert before.get("/api/account/").status_code == 403

    ended = with_session_of(browser)
    assert browser.post_json("/api/logout/").status_code == 204
    assert ended.get("/api/account/").status_code == 403
    assert not Session.objects.exists()


@pytest.mark.usefixtures("lost_redis")
def test_failed_log_ins_are_limited(anonymous: Browser, alice: User) -> None:
    wrong = [anonymous.log_in(alice.email, "wrong").status_code for _ in range(5)]
    assert wrong == [400] * 5
    assert anonymous.log_in(alice.email, PASSWORD).status_code == 429


@pytest.mark.usefixtures("lost_redis")
def test_only_one_request_waits(as_alice: Browser) -> None:
    browser = with_session_of(as_alice)
    started = time.monotonic()
    assert browser.get("/api/account/").status_code == 200
    first = time.monotonic() - started
    assert first < 5
    # Ten requests that wait a second each would take ten seconds.
    for _ in range(10):
        assert browser.get("/api/account/").status_code == 200
    assert time.monotonic() - started - first < 5


@pytest.mark.parametrize(("timeout", "expected"), [(TWO_WEEKS, 60), (None, 60), (5, 5), (-5, 0)])
def test_copies_last_a_minute_at_most(timeout: int | None, expected: int) -> None:
    assert SessionCache("redis://127.0.0.1:1/0", {}).get_backend_timeout(timeout) == expected


def end_during_outage(browser: Browser, settings: Settings) -> None:
    with redis_outage(settings):
        assert browser.post_json("/api/logout/").status_code == 204


def delete_the_row(browser: Browser, settings: Settings) -> None:
    Session.objects.filter(session_key=browser.cookie("sessionid")).delete()


def let_the_row_expire(browser: Browser, settings: Settings) -> None:
    row = Session.objects.filter(session_key=browser.cookie("sessionid"))
    row.update(expire_date=timezone.now() - timedelta(days=1))


@needs_redis
@pytest.mark.parametrize("end", [end_during_outage, delete_the_row, let_the_row_expire])
def test_a_copy_of_an_ended_session_is_refused(
    as_alice: Browser, as_bob: Browser, redis: Redis, settings: Settings, end: Ending
) -> None:
    copied = with_session_of(as_alice)
    [key] = redis.keys(f"*{as_alice.cookie('sessionid')}")
    end(as_alice, settings)
    assert redis.exists(key)

    response = copied.get("/api/account/")
    assert response.json() == NOT_AUTHENTICATED
    assert response.cookies["sessionid"]["max-age"] == 0
    assert not redis.exists(key)
    assert as_bob.get("/api/account/").status_code == 200


@needs_redis
def test_a_copy_written_after_log_out_is_refused(
    as_alice: Browser, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request reads the row, another one logs out, and the first one writes its copy."""
    copied = with_session_of(as_alice)
    [key] = redis.keys(f"*{as_alice.cookie('sessionid')}")
    redis.delete(key)
    write = SessionCache.set

    def log_out_and_write(cache: SessionCache, *arguments: Any) -> None:
        monkeypatch.setattr(SessionCache, "set", write)
        assert as_alice.post_json("/api/logout/").status_code == 204
        write(cache, *arguments)
        assert redis.exists(key)

    monkeypatch.setattr(SessionCache, "set", log_out_and_write)
    for _ in range(2):
        assert copied.get("/api/account/").json() == NOT_AUTHENTICATED
        assert not redis.exists(key)
        assert not Session.objects.exists()


@needs_redis
def test_the_account_takes_one_query(as_alice: Browser) -> None:
    """The cached copy replaces the query for the session's row."""
    with CaptureQueriesContext(connection) as queries:
        assert as_alice.get("/api/account/").status_code == 200
    assert len(queries) == 1
    assert "session_data" not in queries[0]["sql"]


class Bomb:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


@needs_redis
def test_malformed_copies_are_not_unpickled(
    as_alice: Browser, redis: Redis, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    pickled = pickle.dumps(Bomb(ran))
    pickle.loads(pickled)  # noqa: S301 (shows that unpickling runs code)
    ran.unlink()
    [key] = redis.keys(f"*{as_alice.cookie('sessionid')}")
    before = redis.get(key)
    assert json.loads(before or b"")["_auth_user_id"]
    for text in (pickled, pickle.dumps({"a": 1}), b"\xff", b"", b"5", b"[]", b"{}", b"null"):
        redis.set(key, text)
        assert as_alice.get("/api/account/").json()["name"] == "Alice"
        assert not ran.exists()
        assert redis.get(key) == before


@needs_redis
def test_log_out_reaches_a_skipped_redis(
    as_alice: Browser, redis: Redis, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Log-out deletes the copy even while this process skips Redis."""
    key = f"*{as_alice.cookie('sessionid')}"
    assert redis.keys(key)
    circuit_breaker = CircuitBreaker()
    circuit_breaker.record_failure(settings.CACHES["sessions"]["LOCATION"])
    monkeypatch.setattr("accounts.session_cache.circuit_breaker", circuit_breaker)
    assert as_alice.post_json("/api/logout/").status_code == 204
    assert not redis.keys(key)
