"""How long sessions last: SESSION_LIFETIMES, /api/account/session-status/"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from accounts.sessions.models import UserSession
from accounts.sessions.services import end_other_sessions
from conftest import CSRF_HEADER_MISSING, PASSWORD, Browser, CreateUser

from .test_sessions import idle_for, is_logged_in, log_in, row

pytestmark = pytest.mark.each_database

OnCommit = Callable[..., AbstractContextManager[list[Any]]]
STATUS = "/api/account/session-status/"
NO_SESSION = {"account_id": None, "idle_seconds": 0, "absolute_seconds": 0}
HOUR, DAY = 3600, 86400
needs_redis = pytest.mark.skipif("sessions" not in caches.settings, reason="needs REDIS_URL")


def log_in_for(user: User, remember: bool) -> Browser:
    browser = Browser()
    data = {"email": user.email, "password": PASSWORD, "remember": remember}
    assert browser.post_json("/api/login/", data).status_code == 200
    return browser


@pytest.fixture(params=["remembered", "browser", "staff"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def browser(kind: str, create_user: CreateUser) -> Browser:
    user = create_user("alice@example.com", is_staff=kind == "staff", is_superuser=kind == "staff")
    return log_in_for(user, kind != "browser")


def advance(browser: Browser, seconds: float) -> None:
    """Let time pass for a session by moving all of its times back."""
    key, passed = browser.cookie("sessionid"), timedelta(seconds=seconds)
    session = Session.objects.get(pk=key)
    data = session.get_decoded()
    data["lifetime"]["began"] -= seconds
    Session.objects.filter(pk=key).update(
        session_data=Session.objects.encode(data), expire_date=session.expire_date - passed
    )
    tracked = row(browser)
    UserSession.objects.filter(pk=tracked.pk).update(
        began_at=tracked.began_at - passed, last_seen_at=tracked.last_seen_at - passed
    )
    if "sessions" in caches.settings:
        caches["sessions"].delete(f"{KEY_PREFIX}{key}")
        caches["session_status"].delete(key)


IDLE = {"remembered": 14 * DAY, "browser": DAY, "staff": HOUR}
ABSOLUTE = {"remembered": 30 * DAY, "browser": DAY, "staff": DAY}


def test_idleness_ends_a_session(kind: str, browser: Browser) -> None:
    advance(browser, IDLE[kind] - 30)
    assert browser.get(STATUS).json()["account_id"]
    advance(browser, 40)
    assert browser.get(STATUS).json() == NO_SESSION
    assert not is_logged_in(browser)


def test_activity_prolongs_a_session_up_to_its_absolute_end(kind: str, browser: Browser) -> None:
    steps = range(0, ABSOLUTE[kind] - 60, IDLE[kind] // 2)
    for _ in steps[1:]:
        advance(browser, IDLE[kind] // 2)
        assert is_logged_in(browser)
    advance(browser, ABSOLUTE[kind] - steps[-1] - 30)
    # Whatever else it writes, such as its data.
    session = browser.session
    session["draft"] = "x"
    session.save()
    browser.post_json(STATUS)
    advance(browser, 40)
    assert not is_logged_in(browser)


def test_the_cookie_lasts_as_long_as_the_session_can(kind: str, browser: Browser) -> None:
    cookie = browser.cookies["sessionid"]
    if kind == "browser":
        assert not cookie["max-age"]
    else:
        assert cookie["max-age"] == pytest.approx(ABSOLUTE[kind], abs=2)
    assert bool(cookie["expires"]) == (kind != "browser")


def test_the_settings_count(kind: str, create_user: CreateUser, settings: Settings) -> None:
    short = (timedelta(seconds=50), timedelta(seconds=20))
    settings.SESSION_LIFETIMES = {**settings.SESSION_LIFETIMES, kind: short}
    user = create_user("alice@example.com", is_staff=kind == "staff")
    status = log_in_for(user, kind != "browser").get(STATUS).json()
    assert 15 <= status["idle_seconds"] <= 20
    assert 45 <= status["absolute_seconds"] <= 50


def test_a_member_who_becomes_staff_gets_the_shorter_limits(alice: User) -> None:
    browser = log_in_for(alice, True)
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    idle_for(browser, timedelta(minutes=2))
    assert is_logged_in(browser)
    status = browser.get(STATUS).json()
    assert status["idle_seconds"] <= HOUR
    assert status["absolute_seconds"] <= DAY


def test_remember_is_a_boolean(anonymous: Browser, alice: User) -> None:
    data = {"email": alice.email, "password": PASSWORD, "remember": "perhaps"}
    response = anonymous.post_json("/api/login/", data)
    assert response.status_code == 400
    assert [item["attr"] for item in response.json()["errors"]] == ["remember"]
    assert UserSession.objects.count() == 0


# --- The status -----------------------------------------------------------------------------------


def test_it_tells_the_ends_of_the_session(alice: User) -> None:
    status = log_in(alice).get(STATUS).json()
    assert status["account_id"] == alice.pk
    assert status["idle_seconds"] == pytest.approx(14 * DAY, abs=5)
    assert status["absolute_seconds"] == pytest.approx(30 * DAY, abs=5)


def test_visitors_have_no_session(anonymous: Browser) -> None:
    assert anonymous.get(STATUS).json() == NO_SESSION
    anonymous.cookies["sessionid"] = "a" * 32
    assert anonymous.get(STATUS).json() == NO_SESSION
    assert anonymous.post_json(STATUS).json() == NO_SESSION


def test_asking_is_no_activity_and_staying_is(alice: User) -> None:
    browser = log_in(alice)
    idle_for(browser, timedelta(hours=1))
    before = row(browser).last_seen_at
    left = browser.get(STATUS).json()["idle_seconds"]
    assert left == pytest.approx(14 * DAY - HOUR, abs=5)
    assert row(browser).last_seen_at == before

    stayed = browser.post_json(STATUS)
    assert stayed.status_code == 200
    assert stayed.json()["idle_seconds"] == pytest.approx(14 * DAY, abs=5)
    assert browser.get(STATUS).json()["idle_seconds"] == pytest.approx(14 * DAY, abs=5)
    assert row(browser).last_seen_at > before


def test_staying_needs_the_token(as_alice: Browser) -> None:
    assert as_alice.token
    response = as_alice.generic("POST", STATUS)
    assert (response.status_code, response.json()) == (403, CSRF_HEADER_MISSING)


def test_it_asks_the_database_at_most_once(alice: User) -> None:
    browser = log_in(alice)
    browser.get(STATUS)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(STATUS).json()["account_id"] == alice.pk
    assert len(queries) == (0 if "session_status" in caches.settings else 1)


def test_it_notices_every_end(
    alice: User, as_alice: Browser, django_capture_on_commit_callbacks: OnCommit
) -> None:
    def by_log_out(browser: Browser) -> None:
        # In another tab.
        other = Browser()
        other.cookies["sessionid"] = browser.cookie("sessionid")
        assert other.post_json("/api/logout/").status_code == 204

    def by_list(browser: Browser) -> None:
        path = f"/api/account/sessions/{row(browser).pk}/"
        assert as_alice.send("DELETE", path, "").status_code == 204

    def by_service(browser: Browser) -> None:
        end_other_sessions(alice, keep=as_alice.cookie("sessionid"))

    for end in (by_log_out, by_list, by_service):
        browser = log_in(alice)
        for _ in range(2):
            assert browser.get(STATUS).json()["account_id"] == alice.pk
        with django_capture_on_commit_callbacks(execute=True):
            end(browser)
        for _ in range(2):
            assert browser.get(STATUS).json() == NO_SESSION, end


@needs_redis
def test_a_check_that_is_late_does_not_hide_the_end(
    alice: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit
) -> None:
    """A check reads the row, the session ends, and then the check writes its copy."""
    browser = log_in(alice)
    add = caches["session_status"].__class__.add

    def end_and_add(cache: Any, *arguments: Any) -> bool:
        monkeypatch.undo()
        with django_capture_on_commit_callbacks(execute=True):
            end_other_sessions(alice, keep=None)
        return bool(add(cache, *arguments))

    monkeypatch.setattr(caches["session_status"].__class__, "add", end_and_add)
    browser.get(STATUS)
    assert browser.get(STATUS).json() == NO_SESSION


@needs_redis
@pytest.mark.parametrize("entry", [{}, {"_auth_user_id": 1}, {"_auth_user_id": "1", "ends": 5}])
def test_a_malformed_copy_counts_as_missing(alice: User, entry: dict[str, Any]) -> None:
    browser = log_in(alice)
    caches["session_status"].set(browser.cookie("sessionid"), entry)
    assert browser.get(STATUS).json()["account_id"] == alice.pk


def test_a_disabled_account_has_no_session(alice: User) -> None:
    browser = log_in(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert browser.get(STATUS).json() == NO_SESSION
