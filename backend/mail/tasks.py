"""Send queued mails: the tasks that the worker (manage.py worker) runs."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from mail.models import QueuedMail

logger = logging.getLogger(__name__)

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
# Between attempts: 10 seconds, then twice as long each time, up to an hour.
FIRST_PAUSE = timedelta(seconds=10)
MAX_PAUSE = timedelta(hours=1)


@task()
def deliver_mail(mail_id: int) -> None:
    """Send a mail, or schedule the next attempt.

    The next attempt is scheduled before the mail is sent, so that a worker that is killed in
    between leaves it: a mail is sent at least once.
    """
    mail = begin_attempt(mail_id)
    if mail is None:
        return
    try:
        send(mail)
    except (OSError, SMTPException) as error:
        logger.warning(
            "Mail %s was not sent, attempt %s: %s", mail.pk, mail.attempts, type(error).__name__
        )
        return
    mail.sent_at = timezone.now()
    mail.erase()
    mail.save(update_fields=["sent_at", "text", "html"])


def begin_attempt(mail_id: int) -> QueuedMail | None:
    """Take a mail that is due, and schedule the attempt after this one.

    Returns None if it is sent or given up, or if another worker has just taken it.
    """
    with transaction.atomic():
        now = timezone.now()
        mail = QueuedMail.objects.unsent().select_for_update().filter(pk=mail_id).first()
        if mail is None:
            return None
        if now >= mail.expires_at:
            give_up(mail, now)
            return None
        if mail.next_attempt_at > now:
            return None
        mail.attempts += 1
        mail.next_attempt_at = now + pause(mail.attempts)
        mail.save(update_fields=["attempts", "next_attempt_at"])
        # One more after the mail expires, which gives it up.
        run_after = min(mail.next_attempt_at, max(mail.expires_at, now + FIRST_PAUSE))
        deliver_mail.using(run_after=run_after).enqueue(mail.pk)
        return mail


def pause(attempts: int) -> timedelta:
    """The time between this attempt and the next one."""
    doubled = min(attempts - 1, 10)  # beyond, it is an hour anyway
    return min(FIRST_PAUSE * int(2**doubled), MAX_PAUSE)


def give_up(mail: QueuedMail, at: datetime) -> None:
    logger.error("Mail %s was given up after %s attempts.", mail.pk, mail.attempts)
    mail.failed_at = at
    mail.erase()
    mail.save(update_fields=["failed_at", "text", "html"])


def send(mail: QueuedMail) -> None:
    """Send a mail by SMTP. Raises OSError and SMTPException."""
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.sender,
        [mail.recipient],
        # The same in every attempt, so that a recipient's server can drop a duplicate.
        headers={"Message-ID": f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}@{domain(mail.sender)}>"},
        connection=django_mail.get_connection(SMTP_BACKEND),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()


def domain(sender: str) -> str:
    return sender.rpartition("@")[2].rstrip(">")
