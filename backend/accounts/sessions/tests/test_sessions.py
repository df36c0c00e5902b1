"""/api/account/sessions/ and what fills its table."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.sessions import services
from accounts.sessions.models import UserSession
from conftest import NOT_AUTHENTICATED, NOT_FOUND, PASSWORD, Browser, browser_of
from mail.models import QueuedMail

pytestmark = pytest.mark.each_database

SESSIONS = "/api/account/sessions/"
END_OTHERS = "/api/account/sessions/end-others/"
AUTH = "/api/auth/browser/v1"
NEW_PASSWORD = "another-long-password"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def log_in(user: User, **extra: Any) -> Browser:
    browser = Browser()
    assert browser.log_in(user.email, **extra).status_code == 200
    return browser


def is_logged_in(browser: Browser) -> bool:
    return bool(browser.get("/api/account/").status_code == 200)


def row(browser: Browser) -> UserSession:
    return UserSession.objects.get(session_key=browser.cookie("sessionid"))


def idle_for(browser: Browser, idle: timedelta) -> None:
    """Let a session's last activity and its end be earlier."""
    key = browser.cookie("sessionid")
    rows = UserSession.objects.filter(session_key=key)
    rows.update(last_seen_at=timezone.now() - idle)
    session = Session.objects.get(pk=key)
    Session.objects.filter(pk=key).update(expire_date=session.expire_date - idle)


def test_it_lists_the_sessions(alice: User, bob: User) -> None:
    log_in(bob)
    phone = log_in(alice, REMOTE_ADDR="2001:db8:1:2:3::4", HTTP_USER_AGENT="curl")
    here = log_in(alice, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=FIREFOX)
    listed = here.get(SESSIONS).json()
    assert [session["id"] for session in listed] == [row(here).pk, row(phone).pk]
    assert [session["is_current"] for session in listed] == [True, False]
    assert [session["network"] for session in listed] == ["203.0.113.0/24", "2001:db8:1:2::/64"]
    assert listed[0] == {
        "id": row(here).pk,
        "is_current": True,
        "began_at": row(here).began_at.isoformat().replace("+00:00", "Z"),
        "last_seen_at": row(here).last_seen_at.isoformat().replace("+00:00", "Z"),
        "network": "203.0.113.0/24",
        "browser": "Firefox 140",
        "system": "Windows 10",
        "login_method": "password",
        "is_remembered": True,
    }


def test_a_unix_socket_has_no_network(alice: User) -> None:
    assert row(log_in(alice, REMOTE_ADDR="")).network == ""


def test_the_list_takes_two_queries_besides_authentication(alice: User) -> None:
    browser = [log_in(alice) for _ in range(5)][-1]
    with CaptureQueriesContext(connection) as account:
        browser.get("/api/account/")
    with CaptureQueriesContext(connection) as listed:
        assert len(browser.get(SESSIONS).json()) == 5
    assert len(listed) - len(account) <= 2


def test_it_leaves_out_sessions_that_have_ended(alice: User, as_alice: Browser) -> None:
    ended, expired = log_in(alice), log_in(alice)
    ended.post_json("/api/logout/")
    key = expired.cookie("sessionid")
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=2))
    assert [session["is_current"] for session in as_alice.get(SESSIONS).json()] == [True]
    assert UserSession.objects.count() == 2
    call_command("clear_expired")
    assert UserSession.objects.count() == 1


def test_one_session_is_ended_at_once(alice: User, bob: User, as_alice: Browser) -> None:
    phone, other = log_in(alice), log_in(bob)
    assert is_logged_in(phone)
    missing = as_alice.send("DELETE", f"{SESSIONS}{row(other).pk}/", "")
    assert (missing.status_code, missing.json()) == (404, NOT_FOUND)
    pk = row(phone).pk
    assert as_alice.send("DELETE", f"{SESSIONS}{pk}/", "").status_code == 204
    assert phone.get("/api/account/").json() == NOT_AUTHENTICATED
    assert as_alice.send("DELETE", f"{SESSIONS}{pk}/", "").status_code == 404
    assert is_logged_in(other)
    assert is_logged_in(as_alice)


def test_all_others_are_ended(alice: User, bob: User, as_alice: Browser) -> None:
    others, bobs = [log_in(alice), log_in(alice)], log_in(bob)
    response = as_alice.post_json(END_OTHERS)
    assert (response.status_code, response.json()) == (200, {"ended": 2})
    assert [is_logged_in(browser) for browser in others] == [False, False]
    assert is_logged_in(as_alice)
    assert is_logged_in(bobs)
    assert as_alice.post_json(END_OTHERS).json() == {"ended": 0}


def test_visitors_have_no_sessions(anonymous: Browser) -> None:
    for response in (anonymous.get(SESSIONS), anonymous.post_json(END_OTHERS)):
        assert (response.status_code, response.json()) == (403, NOT_AUTHENTICATED)


def test_a_log_in_in_the_same_browser_replaces_its_session(alice: User) -> None:
    browser = log_in(alice)
    browser.log_in(alice.email)
    assert len(browser.get(SESSIONS).json()) == UserSession.objects.count() == 1


def test_the_longest_idle_session_ends_beyond_the_cap(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MAX_SESSIONS", 2)
    first, second = log_in(alice), log_in(alice)
    idle_for(second, timedelta(hours=1))
    third = log_in(alice)
    assert [is_logged_in(browser) for browser in (first, second, third)] == [True, False, True]


def test_activity_is_written_once_a_minute(alice: User) -> None:
    browser = log_in(alice)
    with CaptureQueriesContext(connection) as usual:
        assert is_logged_in(browser)
    assert not [query for query in usual if query["sql"].startswith("UPDATE")]
    idle_for(browser, timedelta(minutes=2))
    before = row(browser).last_seen_at
    browser.get("/api/account/", REMOTE_ADDR="198.51.100.9")
    assert row(browser).last_seen_at > before
    assert row(browser).network == "198.51.100.0/24"
    with CaptureQueriesContext(connection) as again:
        assert is_logged_in(browser)
    assert len(again) == len(usual)


def test_an_ended_session_is_not_revived_by_a_late_write(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session ends while one of its requests records its activity."""
    browser = log_in(alice)
    idle_for(browser, timedelta(minutes=2))
    record = services.record_activity

    def end_and_record(request: Any, user: User) -> None:
        services.end_other_sessions(user, keep=None)
        record(request, user)

    monkeypatch.setattr("accounts.middleware.record_activity", end_and_record)
    browser.get("/api/account/")
    monkeypatch.undo()
    assert browser.get("/api/account/").json() == NOT_AUTHENTICATED
    assert not Session.objects.exists()


def test_sessions_of_an_earlier_version_go_on(alice: User) -> None:
    """They have no row of ours, and no lifetime in their data."""
    browser = log_in(alice)
    session = browser.session
    del session["lifetime"]
    session.save()
    UserSession.objects.all().delete()
    assert is_logged_in(browser)
    [listed] = browser.get(SESSIONS).json()
    assert (listed["is_current"], listed["login_method"]) == (True, "other")
    assert "lifetime" in browser.session


# --- What ends the other sessions -----------------------------------------------------------------


def change_password(browser: Browser) -> None:
    data = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert browser.post_json(f"{AUTH}/account/password/change", data).status_code == 200


def change_email(browser: Browser) -> None:
    again = browser.post_json(f"{AUTH}/auth/reauthenticate", {"password": PASSWORD})
    assert again.status_code == 200
    browser.post_json(f"{AUTH}/account/email", {"email": "new@example.com"})
    response = browser.post_json(f"{AUTH}/auth/email/verify", {"key": code()})
    assert response.status_code == 200


def code() -> str:
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", QueuedMail.objects.latest("pk").text, re.M)
    assert found
    return found[0]


@pytest.mark.parametrize("change", [change_password, change_email])
def test_changes_end_all_other_sessions(
    alice: User, bob: User, change: Callable[[Browser], None]
) -> None:
    here, other, bobs = log_in(alice), log_in(alice), log_in(bob)
    began_at = row(here).began_at
    assert is_logged_in(other)
    change(here)
    assert not is_logged_in(other)
    assert is_logged_in(bobs)
    [session] = here.get(SESSIONS).json()
    assert session["is_current"]
    assert row(here).began_at == began_at
    assert UserSession.objects.filter(user=alice).count() == 1


def test_a_password_change_takes_a_new_key(alice: User) -> None:
    browser = log_in(alice)
    before = browser.cookie("sessionid")
    change_password(browser)
    assert browser.cookie("sessionid") != before
    assert not Session.objects.filter(pk=before).exists()


def test_a_reset_ends_all_sessions(alice: User, anonymous: Browser) -> None:
    other = log_in(alice)
    anonymous.post_json(f"{AUTH}/auth/password/request", {"email": alice.email})
    data = {"key": code(), "password": NEW_PASSWORD}
    anonymous.post_json(f"{AUTH}/auth/password/reset", data)
    assert not is_logged_in(other)
    assert not UserSession.objects.filter(session_key=other.cookie("sessionid")).exists()


def test_a_first_confirmation_ends_nothing(alice: User) -> None:
    """As after a sign-up: the address is confirmed, and not changed."""
    other = log_in(alice)
    EmailAddress.objects.filter(user=alice).update(verified=False)
    browser = Browser()
    assert browser.log_in(alice.email).json()["errors"][0]["code"] == "login_incomplete"
    browser.post_json(f"{AUTH}/auth/email/verify", {"key": code()})
    assert is_logged_in(browser)
    assert is_logged_in(other)


@pytest.mark.parametrize("url", [SESSIONS, END_OTHERS, "/api/account/session-status/"])
def test_nothing_is_cached(as_alice: Browser, url: str) -> None:
    response = as_alice.post_json(url) if url == END_OTHERS else as_alice.get(url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_both_kinds_of_log_in_are_named(alice: User, anonymous: Browser) -> None:
    data = {"email": "dana@example.com", "name": "Dana", "password": PASSWORD}
    anonymous.post_json(f"{AUTH}/auth/signup", data)
    anonymous.post_json(f"{AUTH}/auth/email/verify", {"key": code()})
    assert row(anonymous).login_method == "sign_up"
    browser = Browser()
    browser.post_json(f"{AUTH}/auth/code/request", {"email": alice.email})
    browser.post_json(f"{AUTH}/auth/code/confirm", {"code": code()})
    assert row(browser).login_method == "code"
    assert row(browser_of(alice)).login_method == "other"
