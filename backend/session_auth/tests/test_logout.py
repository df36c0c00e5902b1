"""POST /api/logout/"""

from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from pytest_django import Settings

from accounts.models import User
from conftest import CSRF_COOKIE_MISSING, Browser, cookies_of

pytestmark = pytest.mark.each_database

SESSION = import_module(settings.SESSION_ENGINE).SessionStore


def test_it_ends_the_session_and_deletes_its_row(as_alice: Browser) -> None:
    key = as_alice.cookie("sessionid")
    assert SESSION().exists(key)
    response = as_alice.post_json("/api/logout/")
    assert response.status_code == 204
    assert response.content == b""
    assert not SESSION().exists(key)
    assert Session.objects.count() == 0
    # A browser that keeps the cookie is logged out, too.
    as_alice.cookies["sessionid"] = key
    assert as_alice.get("/api/account/").status_code == 403


def test_a_concurrent_save_does_not_restore_it(as_alice: Browser) -> None:
    session = SESSION(as_alice.cookie("sessionid"))
    session["later"] = "than the log-out"
    key = session.session_key
    as_alice.post_json("/api/logout/")
    with pytest.raises(UpdateError):
        session.save()
    assert not SESSION().exists(key)


def test_it_deletes_both_cookies(as_alice: Browser) -> None:
    response = as_alice.post_json("/api/logout/")
    gone = {"expires": "Thu, 01 Jan 1970 00:00:00 GMT", "path": "/", "samesite": "Lax"}
    assert cookies_of(response) == {
        "sessionid": {**gone, "max-age": 0},
        "csrftoken": {**gone, "max-age": 0},
    }
    assert response.cookies["sessionid"].value == response.cookies["csrftoken"].value == ""


def test_prefixed_cookies_over_https(settings: Settings, anonymous: Browser, alice: User) -> None:
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.DEVICE_COOKIE_NAME = "__Host-device"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    https: Any = {"HTTP_HOST": "testserver", "wsgi.url_scheme": "https"}
    https["headers"] = {"Referer": "https://testserver/"}
    given = cookies_of(anonymous.log_in("alice@example.com", **https))
    gone = cookies_of(anonymous.post_json("/api/logout/", **https))
    assert sorted(given) == ["__Host-csrftoken", "__Host-device", "__Host-sessionid"]
    assert sorted(gone) == ["__Host-csrftoken", "__Host-sessionid"]
    for cookies in (given, gone):
        for attributes in cookies.values():
            assert attributes["secure"] is True
            assert attributes["path"] == "/"
            assert "domain" not in attributes
    assert {attributes["max-age"] for attributes in gone.values()} == {0}


def test_cookies_with_path_and_domain(anonymous: Browser, alice: User, settings: Settings) -> None:
    for name in ("SESSION", "CSRF"):
        setattr(settings, f"{name}_COOKIE_DOMAIN", ".example.com")
        setattr(settings, f"{name}_COOKIE_PATH", "/sub/")
    set_by = cookies_of(anonymous.log_in("alice@example.com"))
    deleted_by = cookies_of(anonymous.post_json("/api/logout/"))
    for name in ("sessionid", "csrftoken"):
        for attribute in ("domain", "path"):
            assert deleted_by[name][attribute] == set_by[name][attribute] != "/"


def test_it_leaves_other_sessions_alone(as_alice: Browser, as_bob: Browser, alice: User) -> None:
    other_browser = Browser()
    other_browser.force_login(alice)
    as_alice.post_json("/api/logout/")
    assert other_browser.get("/api/account/").status_code == 200
    assert as_bob.get("/api/account/").status_code == 200


def test_it_is_harmless_when_logged_out(as_alice: Browser, anonymous: Browser) -> None:
    as_alice.post_json("/api/logout/")
    assert as_alice.post_json("/api/logout/").status_code == 204
    response = anonymous.post_json("/api/logout/")
    assert response.status_code == 204
    assert response.content == b""
    assert Session.objects.count() == 0


def test_it_discards_an_anonymous_session(anonymous: Browser) -> None:
    old = anonymous.session
    old["draft"] = "of a visitor"
    old.save()
    anonymous.cookies["sessionid"] = str(old.session_key)
    assert SESSION(old.session_key)["draft"] == "of a visitor"

    response = anonymous.post_json("/api/logout/")
    assert response.status_code == 204
    assert response.cookies["sessionid"]["max-age"] == 0
    assert not SESSION().exists(old.session_key)
    assert SESSION(old.session_key).load() == {}


def test_it_needs_a_csrf_token(as_alice: Browser) -> None:
    response = as_alice.post("/api/logout/")
    assert response.status_code == 403
    assert response.json() == CSRF_COOKIE_MISSING
    assert as_alice.get("/api/account/").status_code == 200
    assert as_alice.post_json("/api/logout/").status_code == 204
    assert as_alice.get("/api/account/").status_code == 403
