"""The mails about accounts, compared whole with the files in snapshots/mails.

After a change: UPDATE_SNAPSHOTS=1 python -m pytest backend/accounts/tests/test_mails.py
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import allauth.account
import pytest
from allauth.core.context import request_context
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

import accounts
from accounts.adapter import AccountAdapter
from conftest import Browser
from mail.models import QueuedMail

SNAPSHOTS = Path(__file__).parent / "snapshots" / "mails"
TEMPLATES = Path(accounts.__file__).parent / "templates" / "account" / "email"
THEIR_TEMPLATES = Path(allauth.account.__file__).parents[1] / "templates" / "account" / "email"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
# Links instead of codes, which HEADLESS_ONLY and the settings of codes rule out.
NOT_SENT = {"password_reset_key"}

CODE = {"code": "WDJB-MJHT"}
NOTICE = {"timestamp": datetime(2026, 11, 29, 8, 5, tzinfo=UTC)}
SITE = "https://blog.example.com"
NOT_ME = {"not_me_url": f"{SITE}/not-me#TOKEN"}
# By the name of the snapshot: the template and what it gets.
MAILS: dict[str, tuple[str, dict[str, Any]]] = {
    "email_confirmation": (
        "email_confirmation",
        {**CODE, "verify_url": f"{SITE}/confirm-email#TOKEN"},
    ),
    "email_confirmation_signup": (
        "email_confirmation_signup",
        {**CODE, "verify_url": f"{SITE}/confirm-email#TOKEN"},
    ),
    "email_confirmation_without_link": ("email_confirmation", CODE),
    "account_already_exists": (
        "account_already_exists",
        {"password_reset_url": f"{SITE}/forgot-password"},
    ),
    "unknown_account": ("unknown_account", {"signup_url": f"{SITE}/signup"}),
    "password_reset_code": (
        "password_reset_code",
        {**CODE, "reset_url": f"{SITE}/reset-password#TOKEN"},
    ),
    "password_reset_link": (
        "password_reset_link",
        {"reset_url": f"{SITE}/reset-password#TOKEN"},
    ),
    "login_code": ("login_code", CODE),
    "login_code_to_go_on": ("login_code", {**CODE, "reauthentication": True}),
    "password_changed": ("password_changed", {**NOTICE, **NOT_ME}),
    "password_changed_without_link": ("password_changed", NOTICE),
    "password_set": ("password_set", {**NOTICE, **NOT_ME}),
    "password_reset": ("password_reset", {**NOTICE, **NOT_ME}),
    "email_changed": (
        "email_changed",
        {
            **NOTICE,
            "from_email": "dana@example.com",
            "to_email": "new@example.com",
            "undo_url": f"{SITE}/undo-email-change#TOKEN",
        },
    ),
    "email_confirm": ("email_confirm", {**NOTICE, **NOT_ME}),
    "email_deleted": ("email_deleted", {**NOTICE, **NOT_ME, "deleted_email": "old@example.com"}),
    "new_device": ("new_device", {**NOTICE, **NOT_ME}),
}


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    settings.FRONTEND_ORIGIN = SITE
    settings.SITE_NAME = "Dana & Emil"
    settings.DEFAULT_FROM_EMAIL = "Dana & Emil <blog@example.com>"
    settings.ACCOUNT_SIGNUP_ENABLED = True


def render(template: str, context: dict[str, Any]) -> tuple[EmailMultiAlternatives, str]:
    """Return a mail and its HTML."""
    request = RequestFactory(headers={"User-Agent": FIREFOX}).get("/")
    with request_context(request):
        mail = AccountAdapter(request).render_mail(
            f"account/email/{template}", "dana@example.com", {"email": "dana@example.com"} | context
        )
    assert isinstance(mail, EmailMultiAlternatives)
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    return mail, str(html)


@pytest.mark.parametrize("name", MAILS)
def test_mail(name: str) -> None:
    mail, html = render(*MAILS[name])
    text = f"From: {mail.from_email}\nSubject: {mail.subject}\n\n{mail.body}\n"
    for suffix, content in ((".txt", text), (".html", f"{html}\n")):
        file = SNAPSHOTS / f"{name}{suffix}"
        if os.environ.get("UPDATE_SNAPSHOTS"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        assert content == file.read_text()


def test_every_mail_has_a_snapshot() -> None:
    ours = {file.name.removesuffix("_subject.txt") for file in TEMPLATES.glob("*_subject.txt")}
    theirs = {
        file.name.removesuffix("_subject.txt") for file in THEIR_TEMPLATES.glob("*_subject.txt")
    }
    assert ours == {template for template, _ in MAILS.values()}
    assert theirs - ours == NOT_SENT
    files = {file.stem for file in SNAPSHOTS.iterdir()}
    assert files == MAILS.keys()


@pytest.mark.parametrize("name", MAILS)
def test_mails_load_nothing(name: str) -> None:
    """No images, fonts, scripts or forms: opening a mail tells no server about it."""
    _, html = render(*MAILS[name])
    assert re.findall(r"<(?:img|script|link|iframe|form|video|audio|object)\b", html) == []
    assert re.findall(r"(?:src|srcset|background)=|url\(|@import", html) == []
    links = re.findall(r'href="([^"#]*)', html)
    assert links
    assert [link for link in links if not link.startswith(f"{SITE}/")] == []
    assert [link for link in links if "?" in link] == []


def test_what_visitors_enter_is_text() -> None:
    mail, html = render("email_deleted", {**NOTICE, "deleted_email": "<b>@example.com"})
    assert "&lt;b&gt;@example.com" in html
    assert "<b>@example.com" in str(mail.body)


def test_unknown_device() -> None:
    _, html = render("password_changed", {**NOTICE, "device": ""})
    assert "unknown" in html


def test_no_sign_up_in_the_mail_of_a_closed_site(settings: Settings) -> None:
    settings.ACCOUNT_SIGNUP_ENABLED = False
    mail, html = render(*MAILS["unknown_account"])
    assert "/signup" not in f"{mail.body}{html}"


@pytest.mark.each_database
@pytest.mark.parametrize("path", ["password/request", "code/request"])
def test_known_and_unknown_addresses_take_the_same_statements(path: str, alice: Any) -> None:
    counts = []
    for email in ("alice@example.com", "unknown@example.com"):
        browser = Browser()
        assert browser.token
        with CaptureQueriesContext(connection) as queries:
            response = browser.post_json(f"/api/auth/browser/v1/auth/{path}", {"email": email})
        assert response.status_code == 202
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert QueuedMail.objects.count() == 2
