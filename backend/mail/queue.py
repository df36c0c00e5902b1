"""Put mails into the queue."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from mail.models import QueuedMail
from mail.tasks import deliver_mail

MAX_AGE = timedelta(days=1)


def queue_mail(message: EmailMessage, expires_at: datetime | None = None) -> None:
    """Store a mail for each recipient, in the current transaction, and have the worker send it.

    `expires_at` is when the content loses its use, such as a code; by default a day from now.
    Without EMAIL_URL the mails stay in the queue, where /outbox shows them.
    """
    now = timezone.now()
    for recipient in message.to:
        mail = QueuedMail.objects.create(
            recipient=recipient,
            sender=message.from_email,
            subject=str(message.subject),
            text=str(message.body),
            html=html_of(message),
            created_at=now,
            next_attempt_at=now,
            expires_at=min(expires_at or now + MAX_AGE, now + MAX_AGE),
        )
        if settings.EMAIL_HOST:
            # In the same transaction: the task exists if and only if the mail does.
            deliver_mail.enqueue(mail.pk)


def html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
