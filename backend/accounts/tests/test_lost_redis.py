"""Redis goes away: who is logged in stays logged in, and who is not stays out."""

import socket

import pytest
from pytest_django import Settings

from conftest import Browser


@pytest.fixture
def lost_redis(as_alice: Browser, settings: Settings) -> None:
    """After Alice has logged in, Redis refuses every connection."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.SESSION_ENGINE = "accounts.cached_db"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
        }
    }


def test_nobody_is_logged_out(as_alice: Browser, nobody: Browser, lost_redis: None) -> None:
    fresh = Browser()
    fresh.cookies["sessionid"] = as_alice.cookie("sessionid")
    assert fresh.get("/api/account/").json()["name"] == "Alice"
    nobody.cookies["sessionid"] = "a" * 32
    assert nobody.get("/api/account/").status_code == 403


def test_nobody_is_told_that_a_session_has_ended_which_redis_may_still_hold(
    as_alice: Browser, lost_redis: None
) -> None:
    browser = Browser()
    browser.cookies["sessionid"] = as_alice.cookie("sessionid")
    assert browser.post_json("/api/logout/").status_code >= 500
