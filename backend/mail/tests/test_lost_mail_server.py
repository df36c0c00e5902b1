"""The mail server is away while people sign up and recover their passwords, and then comes back."""

import re
import smtplib
from datetime import timedelta

import pytest
from pytest_django import Settings

from conftest import Browser
from gunicorn_server.tests.running_server import free_port
from mail.models import QueuedMail
from mail.tests.smtp_server import HOST, Inbox, smtp_server
from mail.tests.worker import advance, work

pytestmark = pytest.mark.each_database

AUTH = "/api/auth/browser/v1/auth"
EMAIL = "dana@example.com"
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)


def mailed_code() -> str:
    found = CODE.search(QueuedMail.objects.latest("pk").text)
    assert found
    return found[0]


def test_no_request_notices_and_no_mail_is_lost(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, anonymous: Browser
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, free_port()
    # A request that opened a connection would fail here.
    with monkeypatch.context() as patch:
        patch.delattr(smtplib, "SMTP")
        data = {"email": EMAIL, "name": "Dana", "password": "correct-horse-battery"}
        assert anonymous.post_json(f"{AUTH}/signup", data).status_code == 202
        verified = anonymous.post_json(f"{AUTH}/email/verify", {"key": mailed_code()})
        assert verified.status_code == 200
        assert anonymous.post_json("/api/logout/").status_code == 204

        requested = anonymous.post_json(f"{AUTH}/password/request", {"email": EMAIL})
        assert requested.status_code == 202
        data = {"key": mailed_code(), "password": "another-horse-battery"}
        reset = anonymous.post_json(f"{AUTH}/password/reset", data)
        assert reset.status_code == 200, reset.content
    assert anonymous.log_in(EMAIL, "another-horse-battery").status_code == 200
    queued = list(QueuedMail.objects.order_by("pk"))
    assert len(queued) >= 3

    work()
    assert not QueuedMail.objects.filter(attempts=0).exists()
    assert not QueuedMail.objects.exclude(sent_at=None).exists()

    advance(timedelta(seconds=11))
    inbox = Inbox()
    with smtp_server(inbox, settings.EMAIL_PORT):
        work()
    assert sorted(str(message["Subject"]) for message in inbox.messages) == sorted(
        mail.subject for mail in queued
    )
    assert not QueuedMail.objects.unsent().exists()
