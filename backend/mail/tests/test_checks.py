"""The doctor and the worker's health check find mails that are not sent."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from doctor import SERVICES
from mail.models import QueuedMail
from mail.queue import queue_mail
from mail.tests.smtp_server import Inbox
from mail.tests.worker import advance, work

pytestmark = pytest.mark.each_database


def findings() -> list[str]:
    messages = run_checks(tags=[SERVICES], include_deployment_checks=True, databases=["default"])
    ids = [str(message.id) for message in messages]
    return [each for each in ids if each.startswith("latchkey.mail")]


def health() -> str:
    output = StringIO()
    call_command("mail_queue", stdout=output)
    return output.getvalue().strip()


def queue() -> None:
    queue_mail(EmailMessage("Hello", "The text", "from@example.com", ["dana@example.com"]))


def test_a_mail_waits_for_the_worker(smtp: Inbox) -> None:
    queue()
    advance(timedelta(minutes=4))
    assert (findings(), health()) == ([], "1 mails wait.")
    advance(timedelta(minutes=2))
    assert findings() == ["latchkey.mail_worker"]
    with pytest.raises(CommandError, match=r"^1 mails have waited for the worker"):
        health()
    work()
    assert (findings(), health()) == ([], "0 mails wait.")


def test_a_mail_that_waits_for_its_next_attempt_is_no_fault_of_the_worker(smtp: Inbox) -> None:
    smtp.answer = "451 Try again later"
    queue()
    for _ in range(8):
        work()
        next_attempt = QueuedMail.objects.values_list("next_attempt_at", flat=True).get()
        advance(next_attempt - timezone.now() + timedelta(seconds=1))
        assert (findings(), health()) == ([], "1 mails wait.")


def test_a_mail_that_was_given_up(smtp: Inbox) -> None:
    queue()
    QueuedMail.objects.update(failed_at=timezone.now())
    assert findings() == ["latchkey.mail_failed"]
    assert health() == "0 mails wait."
    QueuedMail.objects.update(failed_at=timezone.now() - timedelta(days=8))
    assert findings() == []


def test_without_a_mail_server_nothing_is_late(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    queue()
    advance(timedelta(hours=1))
    assert (findings(), health()) == ([], "1 mails wait.")
