"""The links in mails, and the endpoints behind them: /api/auth/…"""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.core.mail import EmailMessage

from accounts.mail_links import UNDO_SALT, VERIFY_SALT
from accounts.models import User
from api.tests.description import check
from conftest import NOT_AUTHENTICATED, PASSWORD, Browser, CreateUser, browser_of, error
from mail.models import QueuedMail
from mail.queue import queue_mail

pytestmark = pytest.mark.each_database

AUTH = "/api/auth/browser/v1"
DANA = {"email": "dana@example.com", "name": "Dana", "password": PASSWORD}
INVALID_LINK = error(
    "invalid_link", "This link has been used, or it is too old. Please ask for a new one."
)
NEW_PASSWORD = "another-long-password"


def mailed_token(page: str, recipient: str) -> str:
    """The token of the link to a page, in the latest mail to an address."""
    text = QueuedMail.objects.filter(recipient=recipient).latest("pk").text
    found = re.search(rf"http://testserver{page}#(\S+)", text)
    assert found, text
    return found[1]


def expect_invalid(response: Any) -> None:
    assert response.status_code == 400
    assert response.json() == INVALID_LINK


def test_the_link_confirms_an_address_and_logs_nobody_in(anonymous: Browser) -> None:
    anonymous.post_json(f"{AUTH}/auth/signup", DANA)
    token = mailed_token("/confirm-email", "dana@example.com")
    phone = Browser()
    assert phone.post_json("/api/auth/confirm-email/", {"token": token}).status_code == 200
    assert "sessionid" not in phone.cookies
    assert phone.get("/api/account/").json() == NOT_AUTHENTICATED
    assert anonymous.log_in("dana@example.com").status_code == 200
    # A second click says the same.
    assert phone.post_json("/api/auth/confirm-email/", {"token": token}).status_code == 200


def test_answers_match_the_schema(anonymous: Browser, alice: User, schema: Any) -> None:
    for page in ("confirm-email", "undo-email-change", "reset-password"):
        path = f"/api/auth/{page}/"
        response = anonymous.post_json(path, {"token": "x", "password": NEW_PASSWORD})
        assert response.status_code == 400
        check(schema, path, response)
    token = signing.dumps([alice.pk, "alice@example.com"], salt=VERIFY_SALT)
    response = anonymous.post_json("/api/auth/confirm-email/", {"token": token})
    assert response.status_code == 200
    check(schema, "/api/auth/confirm-email/", response)


def test_tokens_that_are_not_ours(anonymous: Browser, alice: User, bob: User) -> None:
    foreign = signing.dumps([alice.pk, "alice@example.com"], salt="of another purpose")
    for page in ("confirm-email", "undo-email-change", "reset-password"):
        for token in ("x", foreign, f"{alice.pk}-x", f"{bob.pk}-c0ffee-0", "-"):
            data = {"token": token, "password": NEW_PASSWORD}
            expect_invalid(anonymous.post_json(f"/api/auth/{page}/", data))


def test_old_links_are_refused(
    anonymous: Browser, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page, salt, age in [
        ("confirm-email", VERIFY_SALT, 24 * 3600),
        ("undo-email-change", UNDO_SALT, 7 * 24 * 3600),
    ]:
        email = "alice@example.com" if page == "confirm-email" else "former@example.com"
        for seconds, status in [(age + 5, 400), (age - 60, 200)]:
            with monkeypatch.context() as patch:
                now = time.time()
                patch.setattr("django.core.signing.time.time", lambda now=now, s=seconds: now - s)
                token = signing.dumps([alice.pk, email], salt=salt)
            response = anonymous.post_json(f"/api/auth/{page}/", {"token": token})
            assert (page, response.status_code) == (page, status)


def test_the_reset_link_works_once(anonymous: Browser, alice: User, as_alice: Browser) -> None:
    anonymous.post_json(f"{AUTH}/auth/password/request", {"email": "alice@example.com"})
    token = mailed_token("/reset-password", "alice@example.com")
    phone = Browser()

    def reset(password: str) -> Any:
        return phone.post_json("/api/auth/reset-password/", {"token": token, "password": password})

    refused = reset("12345")
    assert refused.status_code == 400
    assert {item["attr"] for item in refused.json()["errors"]} == {"password"}
    assert reset(NEW_PASSWORD).status_code == 200
    expect_invalid(reset(PASSWORD))

    assert phone.get("/api/account/").json() == NOT_AUTHENTICATED
    assert as_alice.get("/api/account/").json() == NOT_AUTHENTICATED
    assert phone.log_in("alice@example.com").status_code == 400
    assert phone.log_in("alice@example.com", NEW_PASSWORD).status_code == 200
    assert QueuedMail.objects.latest("pk").recipient == "alice@example.com"


def change_email(browser: Browser, email: str) -> None:
    """Change the address of the session's account, and confirm the new one."""
    path = f"{AUTH}/account/email"
    refused = browser.post_json(path, {"email": email})
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["code"] == "reauthentication_required"
    again = browser.post_json(f"{AUTH}/auth/reauthenticate", {"password": PASSWORD})
    assert again.status_code == 200
    assert browser.post_json(path, {"email": email}).status_code in {200, 202}
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", QueuedMail.objects.latest("pk").text, re.M)
    assert found
    response = browser.post_json(f"{AUTH}/auth/email/verify", {"key": found[0]})
    assert response.status_code == 200
    assert response.json()["account"]["email"] == email


def test_a_change_of_address_can_be_undone(
    as_alice: Browser, alice: User, anonymous: Browser
) -> None:
    change_email(as_alice, "new@example.com")
    thief = browser_of(User.objects.get())
    token = mailed_token("/undo-email-change", "alice@example.com")
    # The limit on mails to the address is used up, as a thief could do.
    for number in range(6):
        queue_mail(EmailMessage(f"{number}", "", "a@example.com", ["alice@example.com"]))

    response = anonymous.post_json("/api/auth/undo-email-change/", {"token": token})
    assert response.status_code == 200
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("alice@example.com", True, True)
    ]
    for browser in (as_alice, thief):
        assert browser.get("/api/account/").json() == NOT_AUTHENTICATED
    assert anonymous.log_in("alice@example.com").status_code == 400
    expect_invalid(anonymous.post_json("/api/auth/undo-email-change/", {"token": token}))

    reset = mailed_token("/reset-password", "alice@example.com")
    data = {"token": reset, "password": NEW_PASSWORD}
    assert anonymous.post_json("/api/auth/reset-password/", data).status_code == 200
    assert anonymous.log_in("alice@example.com", NEW_PASSWORD).status_code == 200


def test_an_address_that_is_taken_is_not_given_back(
    as_alice: Browser, create_user: CreateUser, anonymous: Browser
) -> None:
    change_email(as_alice, "new@example.com")
    token = mailed_token("/undo-email-change", "alice@example.com")
    create_user("alice@example.com", "Another")
    response = anonymous.post_json("/api/auth/undo-email-change/", {"token": token})
    assert response.status_code == 409
    assert response.json()["errors"][0]["code"] == "address_taken"
    assert as_alice.get("/api/account/").json()["email"] == "new@example.com"
