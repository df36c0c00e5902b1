"""The outbox of a development machine: /outbox"""

import re

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from conftest import Browser
from mail.models import QueuedMail
from mail.queue import queue_mail

LINK = "http://localhost:3000/confirm-email#a1:b2_c3-d4"
HTML = f'<!doctype html><p style="color: red">Hello</p><a href="{LINK}">Confirm</a>'


@pytest.fixture
def mail() -> QueuedMail:
    message = EmailMultiAlternatives(
        "Confirm <it>", f"Go to:\n\n{LINK}\n", "Site <s@example.com>", ["dana@example.com"]
    )
    message.attach_alternative(HTML, "text/html")
    queue_mail(message)
    return QueuedMail.objects.get()


def test_an_empty_outbox(anonymous: Browser) -> None:
    assert "No mails yet." in anonymous.get("/outbox").content.decode()


def test_it_lists_mails_latest_first(anonymous: Browser, mail: QueuedMail) -> None:
    queue_mail(EmailMultiAlternatives("Later", "Text", "s@example.com", ["emil@example.com"]))
    response = anonymous.get("/outbox")
    page = response.content.decode()
    assert re.findall(r"<strong>(.*)</strong>", page) == ["Later", "Confirm &lt;it&gt;"]
    assert page.count(">Text</a>") == 2
    assert re.findall(r'href="([^"]+/html)"', page) == [f"/outbox/{mail.pk}/html"]
    assert response.headers["Cache-Control"].endswith("no-store, must-revalidate, private")
    assert not response.cookies


def test_the_text_has_links_that_work(anonymous: Browser, mail: QueuedMail) -> None:
    page = anonymous.get(f"/outbox/{mail.pk}").content.decode()
    assert f'<a href="{LINK}"' in page
    assert "To dana@example.com" in page
    assert "From Site &lt;s@example.com&gt;" in page


def test_the_html_is_that_of_the_mail(anonymous: Browser, mail: QueuedMail) -> None:
    response = anonymous.get(f"/outbox/{mail.pk}/html")
    assert response.content.decode() == HTML


def test_no_script_of_a_mail_runs(anonymous: Browser, mail: QueuedMail) -> None:
    for path in ("", f"/{mail.pk}", f"/{mail.pk}/html"):
        csp = anonymous.get(f"/outbox{path}").headers["Content-Security-Policy"]
        assert csp.startswith("default-src 'none'; style-src 'unsafe-inline'; ")
        assert "script-src" not in csp


def test_a_sent_mail_has_no_content(anonymous: Browser, mail: QueuedMail) -> None:
    mail.erase()
    mail.sent_at = mail.created_at
    mail.save()
    page = anonymous.get("/outbox").content.decode()
    assert "Sent" in page
    assert ">Text</a>" not in page
    assert anonymous.get(f"/outbox/{mail.pk}/html").status_code == 404


def test_there_is_none_in_production(
    anonymous: Browser, mail: QueuedMail, settings: Settings
) -> None:
    paths = ["/outbox", f"/outbox/{mail.pk}", f"/outbox/{mail.pk}/html"]
    assert [anonymous.get(path).status_code for path in paths] == [200] * 3
    settings.ENVIRONMENT = "production"
    for path in paths:
        response = anonymous.get(path)
        assert response.status_code == 404
        assert b"Confirm" not in response.content


def test_it_only_reads(anonymous: Browser, mail: QueuedMail) -> None:
    for path in ("/outbox", f"/outbox/{mail.pk}"):
        headers = {"X-CSRFToken": anonymous.token}
        assert anonymous.post(path, headers=headers).status_code == 405
    assert anonymous.get("/outbox/999999").status_code == 404
