"""Redis goes away: the site is slower, and nothing else."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from pytest_django import Settings
from redis import Redis

from accounts.models import User
from accounts.session_cache import SessionCache
from config.resting import Resting
from conftest import PASSWORD, Browser

TWO_WEEKS = 1_209_600

needs_redis = pytest.mark.skipif(
    "sessions" not in caches.settings, reason="in the lane backend-services"
)


@pytest.fixture
def redis(settings: Settings) -> Redis:
    return Redis.from_url(settings.CACHES["sessions"]["LOCATION"])


@pytest.fixture(params=["refuses", "is mute"])
def lost_redis(
    request: pytest.FixtureRequest, as_alice: Browser, settings: Settings
) -> Iterator[None]:
    """After Alice has logged in, Redis takes no connection, or takes it and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        if request.param == "refuses":
            server.close()
            server = socket.socket()
            server.bind(("127.0.0.1", 0))
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
        settings.SESSION_CACHE_ALIAS = "sessions"
        settings.CACHES = {
            **settings.CACHES,
            "sessions": {
                "BACKEND": "accounts.session_cache.SessionCache",
                "LOCATION": f"redis://127.0.0.1:{server.getsockname()[1]}/0",
                "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
            },
        }
        yield
        server.close()


def with_session_of(browser: Browser) -> Browser:
    other = Browser()
    other.cookies["sessionid"] = browser.cookie("sessionid")
    return other


@pytest.mark.usefixtures("lost_redis")
def test_nobody_is_logged_out(as_alice: Browser, nobody: Browser) -> None:
    assert with_session_of(as_alice).get("/api/account/").json()["name"] == "Alice"
    nobody.cookies["sessionid"] = "a" * 32
    assert nobody.get("/api/account/").status_code == 403


@pytest.mark.usefixtures("lost_redis")
def test_one_can_log_in_and_out(as_alice: Browser) -> None:
    """In a browser that has a session already, which ends."""
    browser, before = with_session_of(as_alice), with_session_of(as_alice)
    assert browser.log_in("alice@example.com").status_code == 200
    assert browser.get("/api/account/").json()["name"] == "Alice"
    assert before.get("/api/account/").status_code == 403

    ended = with_session_of(browser)
    assert browser.post_json("/api/logout/").status_code == 204
    assert ended.get("/api/account/").status_code == 403
    assert not Session.objects.exists()


@pytest.mark.usefixtures("lost_redis")
def test_failed_log_ins_are_counted_and_too_many_are_refused(nobody: Browser, alice: User) -> None:
    wrong = [nobody.log_in(alice.email, "wrong").status_code for _ in range(5)]
    assert wrong == [400] * 5
    assert nobody.log_in(alice.email, PASSWORD).status_code == 429


@pytest.mark.usefixtures("lost_redis")
def test_one_request_waits_for_redis_and_those_after_it_do_not(as_alice: Browser) -> None:
    browser = with_session_of(as_alice)
    started = time.monotonic()
    assert browser.get("/api/account/").status_code == 200
    first = time.monotonic() - started
    assert first < 5
    # Ten that wait a second each would take ten.
    for _ in range(10):
        assert browser.get("/api/account/").status_code == 200
    assert time.monotonic() - started - first < 5


@pytest.mark.parametrize(("asked", "kept"), [(TWO_WEEKS, 60), (None, 60), (5, 5), (-5, 0)])
def test_redis_is_never_told_to_keep_a_session_for_more_than_a_minute(
    asked: int | None, kept: int
) -> None:
    assert SessionCache("redis://127.0.0.1:1/0", {}).get_backend_timeout(asked) == kept


@needs_redis
def test_a_session_that_ended_unknown_to_redis_is_over_after_a_minute(
    as_alice: Browser, redis: Redis
) -> None:
    [key] = redis.keys(f"*{as_alice.cookie('sessionid')}")
    assert 0 < redis.ttl(key) <= 60

    Session.objects.all().delete()
    assert as_alice.get("/api/account/").status_code == 200
    redis.expire(key, 0)  # as after that minute
    assert as_alice.get("/api/account/").status_code == 403


@needs_redis
def test_a_log_out_is_told_to_a_redis_that_is_left_alone(
    as_alice: Browser, redis: Redis, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may be asking it all the while."""
    key = f"*{as_alice.cookie('sessionid')}"
    assert redis.keys(key)
    resting = Resting()
    resting.add(settings.CACHES["sessions"]["LOCATION"])
    monkeypatch.setattr("accounts.session_cache.resting", resting)
    assert as_alice.post_json("/api/logout/").status_code == 204
    assert not redis.keys(key)
