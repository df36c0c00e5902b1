"""Mails are queued with the transaction of the request, and sent by the worker."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from mail.models import QueuedMail
from mail.prune import prune
from mail.queue import queue_mail
from mail.tasks import MAX_PAUSE, deliver_mail, pause
from mail.tests.smtp_server import Inbox
from mail.tests.worker import advance, work

pytestmark = pytest.mark.each_database

DAY = timedelta(days=1)


def send(*to: str) -> None:
    """Send a mail the way Django and its applications do."""
    message = EmailMultiAlternatives("Hello", "The text", "Latchkey <from@example.com>", to)
    message.attach_alternative("<p>The HTML</p>", "text/html")
    # pytest-django replaces EMAIL_BACKEND.
    message.connection = mail.get_connection("mail.backend.QueueBackend")
    assert message.send() == 1


def test_a_mail_waits_for_the_worker(smtp: Inbox) -> None:
    send("dana@example.com")
    assert smtp.messages == []
    queued = QueuedMail.objects.get()
    assert (queued.recipient, queued.subject) == ("dana@example.com", "Hello")
    assert (queued.text, queued.html) == ("The text", "<p>The HTML</p>")
    assert queued.expires_at - queued.created_at == DAY

    work()
    [message] = smtp.messages
    assert smtp.recipients == [["dana@example.com"]]
    assert (message["From"], message["To"]) == ("Latchkey <from@example.com>", "dana@example.com")
    text, html = (part.get_content().strip() for part in message.iter_parts())
    assert (text, html) == ("The text", "<p>The HTML</p>")


def test_each_recipient_gets_a_mail(smtp: Inbox) -> None:
    send("dana@example.com", "emil@example.com")
    work()
    assert [message["To"] for message in smtp.messages] == ["dana@example.com", "emil@example.com"]


def test_a_mail_is_rolled_back_with_its_transaction(smtp: Inbox) -> None:
    with transaction.atomic():
        send("dana@example.com")
        assert QueuedMail.objects.exists()
        transaction.set_rollback(True)
    assert not QueuedMail.objects.exists()
    assert not DBTaskResult.objects.exists()
    work()
    assert smtp.messages == []


def test_the_content_is_erased_after_sending(smtp: Inbox) -> None:
    send("dana@example.com")
    work()
    sent = QueuedMail.objects.get()
    assert sent.sent_at
    assert (sent.text, sent.html) == ("", "")
    assert "The text" not in str(list(DBTaskResult.objects.values()))


def test_a_sent_mail_is_not_sent_again(smtp: Inbox) -> None:
    send("dana@example.com")
    work()
    advance(DAY / 2)
    deliver_mail.enqueue(QueuedMail.objects.get().pk)
    work()
    assert len(smtp.messages) == 1


def test_attempts_follow_with_growing_pauses(smtp: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    smtp.answer = "451 Try again later"
    send("dana@example.com")
    for attempts in (1, 2, 3):
        work()
        work()
        queued = QueuedMail.objects.get()
        assert queued.attempts == attempts
        wait = queued.next_attempt_at - timezone.now()
        assert pause(attempts) - timedelta(seconds=5) < wait <= pause(attempts)
        advance(wait + timedelta(milliseconds=1))
    assert f"Mail {queued.pk} was not sent, attempt 3: SMTPDataError" in caplog.text
    assert queued.text == "The text"

    smtp.answer = "250 OK"
    work()
    assert len(smtp.messages) == 1


def test_pauses() -> None:
    seconds = [pause(attempts).total_seconds() for attempts in (1, 2, 3, 4)]
    assert seconds == [10, 20, 40, 80]
    assert pause(100) == MAX_PAUSE


@pytest.mark.parametrize("lifetime", [timedelta(minutes=15), DAY, 2 * DAY])
def test_a_mail_is_given_up_when_it_expires(
    smtp: Inbox, caplog: pytest.LogCaptureFixture, lifetime: timedelta
) -> None:
    """With its code, or after a day."""
    smtp.answer = "451 Try again later"
    message = EmailMultiAlternatives("Code", "WDJB-MJHT", "from@example.com", ["dana@example.com"])
    queue_mail(message, timezone.now() + lifetime)
    passed = timedelta(0)
    while passed < min(lifetime, DAY) + timedelta(hours=2):
        work()
        advance(timedelta(minutes=5))
        passed += timedelta(minutes=5)
    given_up = QueuedMail.objects.get()
    assert given_up.failed_at
    assert (given_up.text, given_up.html) == ("", "")
    [record] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.getMessage() == (
        f"Mail {given_up.pk} was given up after {given_up.attempts} attempts."
    )
    assert given_up.attempts >= 3

    smtp.answer = "250 OK"
    work()
    assert smtp.messages == []


def test_attempts_have_one_message_id(smtp: Inbox) -> None:
    """A server that has accepted a mail before the worker was killed can drop the second."""
    send("dana@example.com")
    work()
    created = QueuedMail.objects.values_list("created_at", flat=True).get()
    QueuedMail.objects.update(sent_at=None, next_attempt_at=timezone.now())
    work()
    first, second = smtp.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith(f".{created:%Y%m%d%H%M%S}@example.com>")


def test_a_mail_without_a_task_is_found(smtp: Inbox) -> None:
    send("dana@example.com")
    DBTaskResult.objects.all().delete()
    work()
    assert len(smtp.messages) == 1


def test_without_a_mail_server_mails_are_kept(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    send("dana@example.com")
    work()
    queued = QueuedMail.objects.get()
    assert (queued.text, queued.attempts) == ("The text", 0)
    assert not DBTaskResult.objects.exists()


def test_old_mails_and_tasks_are_deleted(smtp: Inbox) -> None:
    for _ in range(5):
        send("dana@example.com")
    work()
    long_ago = timezone.now() - 8 * DAY
    old_sent, old_failed, unsent, *_ = QueuedMail.objects.order_by("pk")
    QueuedMail.objects.filter(pk=old_sent.pk).update(sent_at=long_ago)
    QueuedMail.objects.filter(pk=old_failed.pk).update(sent_at=None, failed_at=long_ago)
    QueuedMail.objects.filter(pk=unsent.pk).update(sent_at=None, expires_at=long_ago)
    ran = DBTaskResult.objects.filter(started_at__isnull=False)
    killed = ran.first()
    assert killed
    DBTaskResult.objects.filter(pk=killed.pk).update(status="RUNNING", started_at=long_ago)

    assert prune() == "3 mails, 1 tasks"
    assert QueuedMail.objects.count() == 2
    assert ran.count() == 4
