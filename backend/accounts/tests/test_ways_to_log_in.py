"""Every URL that can start a session, and what each of them must not go round."""

import itertools
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.urls import get_resolver

from accounts.models import User
from accounts.tests.test_headless import AUTH, mailed_code
from conftest import PASSWORD, Browser
from session_auth.tests.test_csrf import paths

pytestmark = pytest.mark.each_database

ALICE = {"email": "alice@example.com", "password": PASSWORD}
WAYS = {
    "/api/login/",
    f"{AUTH}/auth/login",
    f"{AUTH}/auth/code/confirm",
    f"{AUTH}/auth/email/verify",
}
PATHS = {path for path, _ in paths(get_resolver()) if path.startswith("/api/")}


def is_logged_in(browser: Browser) -> bool:
    return SESSION_KEY in browser.session


def test_no_other_url_starts_a_session(anonymous: Browser, alice: User) -> None:
    """With all that a visitor can have: the credentials, and codes that wait."""
    anonymous.post_json(f"{AUTH}/auth/password/request", {"email": "alice@example.com"})
    reset_code = mailed_code()
    anonymous.post_json(f"{AUTH}/auth/code/request", {"email": "alice@example.com"})
    data = {**ALICE, "name": "Alice", "key": reset_code, "code": mailed_code(), "token": "x"}
    for path in sorted(PATHS - WAYS):
        anonymous.post_json(path, data)
        assert not is_logged_in(anonymous), path
    # With the same data, those that are left do.
    assert anonymous.post_json("/api/login/", {**ALICE, "password": "wrong"}).status_code == 400


@pytest.mark.parametrize("path", ["/api/login/", f"{AUTH}/auth/login"])
def test_an_unverified_address_has_to_be_verified(
    anonymous: Browser, alice: User, path: str
) -> None:
    EmailAddress.objects.update(verified=False)
    assert anonymous.post_json(path, ALICE).status_code in {202, 403}
    assert not is_logged_in(anonymous)
    response = anonymous.post_json(f"{AUTH}/auth/email/verify", {"key": mailed_code()})
    assert response.status_code == 200
    assert is_logged_in(anonymous)


@pytest.mark.parametrize("path", sorted(WAYS))
def test_a_disabled_account_stays_out(anonymous: Browser, alice: User, path: str) -> None:
    data: dict[str, Any] = ALICE
    if path.endswith("confirm"):
        anonymous.post_json(f"{AUTH}/auth/code/request", {"email": "alice@example.com"})
        data = {"code": mailed_code()}
    if path.endswith("verify"):
        EmailAddress.objects.update(verified=False)
        anonymous.post_json("/api/login/", ALICE)
        data = {"key": mailed_code()}
    User.objects.update(is_active=False)
    response = anonymous.post_json(path, data)
    assert response.status_code >= 400
    assert not is_logged_in(anonymous)


def test_guesses_count_wherever_they_are_made(anonymous: Browser, alice: User) -> None:
    wrong = {**ALICE, "password": "wrong"}
    ways = itertools.cycle(["/api/login/", f"{AUTH}/auth/login"])
    statuses = [anonymous.post_json(next(ways), wrong).status_code for _ in range(6)]
    assert statuses == [400] * 5 + [429]
    assert anonymous.post_json(next(ways), ALICE).status_code == 429


@pytest.mark.parametrize(
    ("request_path", "confirm_path", "field"),
    [
        ("auth/code/request", "auth/code/confirm", "code"),
        ("auth/password/request", "auth/password/reset", "key"),
    ],
)
def test_a_code_can_be_guessed_three_times(
    anonymous: Browser, alice: User, request_path: str, confirm_path: str, field: str
) -> None:
    """For an address without an account, no code is right, not even an empty one."""
    for email in ("alice@example.com", "unknown@example.com"):
        anonymous.post_json(f"{AUTH}/{request_path}", {"email": email})
        guesses = ["-", "AAAA-AAAA", " ", "BBBB-BBBB"]
        responses = [
            anonymous.post_json(
                f"{AUTH}/{confirm_path}", {field: guess, "password": "another-long-password"}
            )
            for guess in guesses
        ]
        assert [response.status_code for response in responses] == [400, 400, 400, 409]
        assert not is_logged_in(anonymous)
