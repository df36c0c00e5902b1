"""POST /api/auth/browser/v1/auth/signup, and the verification that follows."""

import re

import pytest
from pytest_django import Settings

from accounts.models import User
from accounts.tests.test_login import CountingHasher
from conftest import Browser, error
from mail.models import QueuedMail

pytestmark = pytest.mark.each_database

AUTH = "/api/auth/browser/v1/auth"
DANA = {"email": "dana@example.com", "name": "Dana", "password": "correct-horse-battery"}
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)


def mailed_code() -> str:
    """The code in the latest mail."""
    found = CODE.search(QueuedMail.objects.latest("pk").text)
    assert found
    return found[0]


def test_the_code_verifies_the_address_and_logs_in(anonymous: Browser) -> None:
    response = anonymous.post_json(f"{AUTH}/signup", DANA)
    assert response.status_code == 202
    assert response.json()["account"] is None
    assert "verify_email" in response.json()["pending"]
    assert anonymous.get("/api/account/").status_code == 403

    response = anonymous.post_json(f"{AUTH}/email/verify", {"key": mailed_code()})
    assert response.status_code == 200
    user = User.objects.get()
    account = {"id": user.pk, "email": "dana@example.com", "name": "Dana", "is_staff": False}
    assert response.json() == {"account": account, "pending": []}
    assert anonymous.get("/api/account/").json() == account


def test_a_known_address_takes_the_same_work(settings: Settings, alice: User) -> None:
    """The answers are the same, too. bench/enumeration.py measures the time."""
    settings.PASSWORD_HASHERS = ["accounts.tests.test_login.CountingHasher"]
    bodies, hashes = [], []
    for email in ("alice@example.com", "dana@example.com"):
        CountingHasher.calls.clear()
        response = Browser().post_json(f"{AUTH}/signup", {**DANA, "email": email})
        bodies.append((response.status_code, response.json()))
        hashes.append(len(CountingHasher.calls))
    assert bodies[0] == bodies[1]
    assert hashes == [1, 1]
    assert QueuedMail.objects.count() == 2


def test_a_closed_site_says_so(anonymous: Browser, settings: Settings) -> None:
    settings.ACCOUNT_SIGNUP_ENABLED = False
    response = anonymous.post_json(f"{AUTH}/signup", DANA)
    assert response.status_code == 403
    assert response.json() == error(
        "signup_closed", "Sign-up is closed on this site. Please ask its owner for an account."
    )
    assert not User.objects.exists()


def test_a_wrong_code_does_not(anonymous: Browser) -> None:
    anonymous.post_json(f"{AUTH}/signup", DANA)
    response = anonymous.post_json(f"{AUTH}/email/verify", {"key": "AAAA-AAAA"})
    assert response.status_code == 400
    assert response.json() == error("incorrect_code", "Incorrect code.", "key", "validation_error")
    assert anonymous.get("/api/account/").status_code == 403
