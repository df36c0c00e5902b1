"""GET /api/account/"""

from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from conftest import NOT_AUTHENTICATED, Browser, browser_of

SESSION = import_module(settings.SESSION_ENGINE).SessionStore


def test_it_tells_who_is_logged_in(as_alice: Browser, alice: User) -> None:
    response = as_alice.get("/api/account/")
    assert response.status_code == 200
    assert response.json() == {
        "id": alice.pk,
        "email": "alice@example.com",
        "name": "Alice",
        "is_staff": False,
    }


def test_everyone_gets_their_own(as_alice: Browser, as_bob: Browser) -> None:
    assert as_alice.get("/api/account/").json()["email"] == "alice@example.com"
    assert as_bob.get("/api/account/").json()["email"] == "bob@example.com"


def test_nobody_is_refused(nobody: Browser) -> None:
    response = nobody.get("/api/account/")
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED


def test_an_account_that_was_disabled_is_out_at_once(as_alice: Browser, alice: User) -> None:
    assert as_alice.get("/api/account/").status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert as_alice.get("/api/account/").json() == NOT_AUTHENTICATED


def test_an_account_that_was_enabled_again_has_to_log_in_again(
    as_alice: Browser, as_bob: Browser, alice: User
) -> None:
    key = as_alice.cookie("sessionid")
    assert as_alice.get("/api/account/").status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)
    response = as_alice.get("/api/account/")
    assert response.json() == NOT_AUTHENTICATED
    assert response.cookies["sessionid"]["max-age"] == 0
    assert not SESSION().exists(key)

    User.objects.filter(pk=alice.pk).update(is_active=True)
    # Not even a browser that keeps the cookie is let in.
    as_alice.cookies["sessionid"] = key
    assert as_alice.get("/api/account/").json() == NOT_AUTHENTICATED
    assert as_alice.log_in("alice@example.com").status_code == 200
    assert as_alice.get("/api/account/").status_code == 200
    assert as_bob.get("/api/account/").status_code == 200


def test_an_account_that_was_deleted_leaves_no_session(as_alice: Browser, alice: User) -> None:
    key = as_alice.cookie("sessionid")
    assert as_alice.get("/api/account/").status_code == 200
    alice.delete()
    response = as_alice.get("/api/account/")
    assert response.json() == NOT_AUTHENTICATED
    assert response.cookies["sessionid"]["max-age"] == 0
    assert not SESSION().exists(key)


def test_a_session_that_is_nobody_s_yet_is_left_alone(nobody: Browser) -> None:
    """allauth keeps a log-in there that waits for its second factor."""
    session = nobody.session
    session["draft"] = "of a visitor"
    session.save()
    nobody.cookies["sessionid"] = str(session.session_key)
    assert nobody.get("/api/account/").json() == NOT_AUTHENTICATED
    assert nobody.session["draft"] == "of a visitor"


def test_a_new_password_ends_the_sessions_of_the_old_one(as_alice: Browser, alice: User) -> None:
    assert as_alice.get("/api/account/").status_code == 200
    alice.set_password("another")
    alice.save()
    assert as_alice.get("/api/account/").json() == NOT_AUTHENTICATED


def test_an_anonymous_visit_makes_no_session_and_no_query(nobody: Browser) -> None:
    with CaptureQueriesContext(connection) as queries:
        for path in ("/api/account/", "/api/login-set-cookie/", "/api/schema/"):
            nobody.get(path)
    assert len(queries) == 0
    assert nobody.cookie("sessionid") == ""
    assert Session.objects.count() == 0


def test_a_visit_with_a_stale_cookie_makes_no_session_and_clears_the_cookie(
    nobody: Browser,
) -> None:
    nobody.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
    response = nobody.get("/api/account/")
    assert response.json() == NOT_AUTHENTICATED
    assert response.cookies["sessionid"]["max-age"] == 0
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    "value",
    [
        r'"\000' + "a" * 31 + '"',
        r'"aaaaaaaaaaaaaaaa\000aaaaaaaaaaaaaaa"',
        "' OR 1=1 --",
        "a" * 5000,
        '"\\303\\050"',
        "ünïcode-session-key-of-32-letters",
        "=;=;=",
        "",
    ],
)
def test_a_cookie_that_cannot_be_a_session_is_nobody_s(alice: User, value: str) -> None:
    browser = browser_of(alice)
    assert browser.get("/api/account/").status_code == 200
    # As it comes over the wire, and not as the test client would quote it.
    browser.cookies.clear()
    headers = {"Cookie": f"sessionid={value}; csrftoken=x"}
    with CaptureQueriesContext(connection) as queries:
        response = browser.get("/api/account/", headers=headers)
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED
    # It never got as far as the database, of which only PostgreSQL would have complained.
    assert len(queries) == 0
