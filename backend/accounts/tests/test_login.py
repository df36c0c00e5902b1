"""POST /api/login/"""

import itertools
import json
from importlib import import_module
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.adapter import AccountAdapter
from accounts.models import User
from conftest import CSRF_COOKIE_MISSING, PASSWORD, Browser, CreateUser, cookies_of, error

pytestmark = pytest.mark.each_database

INVALID_CREDENTIALS = error("invalid_credentials", "The e-mail address or the password is wrong.")
SESSION = import_module(settings.SESSION_ENGINE).SessionStore


def account(user: User) -> dict[str, Any]:
    return {"id": user.pk, "email": user.email, "name": user.name, "is_staff": user.is_staff}


def test_it_returns_the_account(anonymous: Browser, alice: User) -> None:
    response = anonymous.log_in("alice@example.com")
    assert response.status_code == 200
    assert response.json() == account(alice)
    assert anonymous.get("/api/account/").json() == account(alice)


@pytest.mark.parametrize("email", ["ALICE@example.com", "Alice@Example.Com", " alice@example.com "])
def test_it_ignores_case_and_spaces_of_emails(anonymous: Browser, alice: User, email: str) -> None:
    assert anonymous.log_in(email).json() == account(alice)


def test_it_sets_three_cookies(anonymous: Browser, alice: User) -> None:
    cookies = cookies_of(anonymous.log_in("alice@example.com"))
    assert all(cookie.pop("expires") for cookie in cookies.values())
    assert cookies == {
        "sessionid": {"httponly": True, "samesite": "Lax", "path": "/", "max-age": 2592000},
        "csrftoken": {"samesite": "Lax", "path": "/", "max-age": 31449600},
        "device": {"httponly": True, "samesite": "Lax", "path": "/", "max-age": 31536000},
    }


def test_cookies_are_secure_on_https(anonymous: Browser, alice: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    cookies = cookies_of(anonymous.log_in("alice@example.com"))
    assert [cookie["secure"] for cookie in cookies.values()] == [True] * 3


def test_session_key_and_csrf_token_are_new(anonymous: Browser, alice: User) -> None:
    anonymous.log_in("alice@example.com")
    session, token = anonymous.cookie("sessionid"), anonymous.cookie("csrftoken")
    anonymous.log_in("alice@example.com")
    assert anonymous.cookie("sessionid") != session
    assert anonymous.cookie("csrftoken") != token


@pytest.mark.parametrize("previous", ["alice@example.com", "bob@example.com"])
def test_it_discards_the_old_session(
    anonymous: Browser, alice: User, bob: User, previous: str
) -> None:
    anonymous.log_in(previous)
    old = anonymous.session
    old["draft"] = "of the previous user"
    old.save()
    assert SESSION(old.session_key)["draft"] == "of the previous user"

    assert anonymous.log_in("alice@example.com").status_code == 200
    assert "draft" not in anonymous.session
    assert not SESSION().exists(old.session_key)
    assert SESSION(old.session_key).load() == {}


def test_it_discards_an_anonymous_session(anonymous: Browser, alice: User) -> None:
    old = anonymous.session
    old["draft"] = "of another visitor"
    old.save()
    anonymous.cookies["sessionid"] = str(old.session_key)

    assert anonymous.log_in("alice@example.com").status_code == 200
    assert "draft" not in anonymous.session
    assert not SESSION().exists(old.session_key)


def test_a_failure_keeps_the_old_session(anonymous: Browser, alice: User) -> None:
    anonymous.log_in("alice@example.com")
    session = anonymous.cookie("sessionid")
    assert anonymous.log_in("alice@example.com", "wrong").status_code == 400
    assert anonymous.cookie("sessionid") == session
    assert anonymous.get("/api/account/").json() == account(alice)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("alice@example.com", "wrong"),
        ("unknown@example.com", PASSWORD),
        ("disabled@example.com", PASSWORD),
        ("disabled@example.com", "wrong"),
        ("passwordless@example.com", ""),
        ("not an address", PASSWORD),
    ],
)
def test_all_failures_get_the_same_response(
    anonymous: Browser, alice: User, create_user: CreateUser, email: str, password: str
) -> None:
    create_user("disabled@example.com", is_active=False)
    User.objects.create_user("passwordless@example.com", name="Nemo")
    response = anonymous.log_in(email, password or "!")
    assert response.status_code == 400
    assert response.json() == INVALID_CREDENTIALS
    assert anonymous.cookie("sessionid") == ""
    assert anonymous.get("/api/account/").status_code == 403


class CountingHasher(PBKDF2PasswordHasher):
    iterations = 1000
    calls: ClassVar[list[int]] = []

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        self.calls.append(iterations or self.iterations)
        return super().encode(password, salt, iterations)


def test_all_failures_take_the_same_work(
    anonymous: Browser, create_user: CreateUser, settings: Settings
) -> None:
    """It counts password hashes and queries, because times vary."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    create_user("alice@example.com")
    create_user("disabled@example.com", is_active=False)
    create_user("disabled2@example.com", is_active=False)
    assert anonymous.token
    addresses = (f"203.0.113.{number}" for number in itertools.count(1))

    def work(email: str, password: str) -> tuple[list[int], list[str]]:
        CountingHasher.calls.clear()
        with CaptureQueriesContext(connection) as queries:
            # A new address each time, so that no failure has been counted for it.
            response = anonymous.log_in(email, password, REMOTE_ADDR=next(addresses))
        assert response.json() == INVALID_CREDENTIALS
        verbs = [query["sql"].split()[0] for query in queries]
        return list(CountingHasher.calls), verbs

    wrong = work("alice@example.com", "wrong")
    assert wrong[0] == [1000]
    assert work("unknown@example.com", "wrong") == wrong
    assert work("disabled@example.com", "wrong") == wrong
    assert work("disabled2@example.com", PASSWORD) == wrong


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, [("required", "email"), ("required", "password")]),
        ({"email": "", "password": ""}, [("blank", "email"), ("blank", "password")]),
        ({"email": None, "password": None}, [("null", "email"), ("null", "password")]),
        ({"email": ["a"], "password": {"b": 1}}, [("invalid", "email"), ("invalid", "password")]),
        ({"email": 1, "password": True}, [("invalid", "email"), ("invalid", "password")]),
        ({"email": "a@b.c", "password": 12345678}, [("invalid", "password")]),
        (
            {"email": "a" * 255, "password": "b" * 1025},
            [("max_length", "email"), ("max_length", "password")],
        ),
        (
            {"email": "a\0@b.c", "password": "b\0"},
            [("null_characters_not_allowed", "email"), ("null_characters_not_allowed", "password")],
        ),
        (
            {"email": "a\ud800@b.c", "password": "\udfff"},
            [
                ("surrogate_characters_not_allowed", "email"),
                ("surrogate_characters_not_allowed", "password"),
            ],
        ),
        ([], [("invalid", "non_field_errors")]),
        ("text", [("invalid", "non_field_errors")]),
        (None, [("null", "non_field_errors")]),
        (7, [("invalid", "non_field_errors")]),
    ],
)
def test_it_reports_errors_per_field(
    anonymous: Browser, data: Any, errors: list[tuple[str, str]]
) -> None:
    response = anonymous.post_json("/api/login/", json.dumps(data))
    assert response.status_code == 400
    body = response.json()
    assert body["type"] == "validation_error"
    assert [(item["code"], item["attr"]) for item in body["errors"]] == errors


def test_the_body_of_a_field_error(anonymous: Browser) -> None:
    response = anonymous.post_json("/api/login/", {"email": "alice@example.com", "password": ""})
    assert response.json() == error(
        "blank", "This field may not be blank.", "password", "validation_error"
    )


def test_spaces_of_passwords_count(anonymous: Browser) -> None:
    User.objects.create_user("alice@example.com", " pass word ", name="Alice")
    assert anonymous.log_in("alice@example.com", "pass word").status_code == 400
    assert anonymous.log_in("alice@example.com", " pass word ").status_code == 200


def test_visitors_need_a_csrf_token(anonymous: Browser, alice: User) -> None:
    credentials = {"email": "alice@example.com", "password": PASSWORD}
    response = anonymous.post("/api/login/", credentials, content_type="application/json")
    assert response.status_code == 403
    assert response.json() == CSRF_COOKIE_MISSING
    assert anonymous.cookie("sessionid") == ""
    # The response sets a token, and with it the same request succeeds.
    token = response.cookies["csrftoken"].value
    response = anonymous.post(
        "/api/login/", credentials, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert response.status_code == 200


class SecondFactor:
    """A log-in stage. allauth's base class cannot be imported before its views."""

    key = "second-factor"

    def __init__(self, controller: object, request: object, login: object) -> None: ...

    def handle(self) -> tuple[HttpResponse, bool]:
        return HttpResponse(), True


def test_a_pending_stage_starts_no_session(
    anonymous: Browser, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = [f"{__name__}.SecondFactor"]
    monkeypatch.setattr(AccountAdapter, "get_login_stages", lambda self: stages)
    response = anonymous.log_in("alice@example.com")
    assert response.status_code == 403
    assert response.json() == error("login_incomplete", "The log-in is not complete yet.")
    assert anonymous.get("/api/account/").status_code == 403
    # allauth can resume the log-in.
    assert anonymous.session["account_login"]["email"] == "alice@example.com"
