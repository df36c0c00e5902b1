"""Put mails into the queue."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from mail.models import QueuedMail
from mail.tasks import deliver_mail

MAX_AGE = timedelta(days=1)
# To one address. Security notices are always sent: a visitor could use up the number first.
MAX_PER_HOUR = 5
HOUR = timedelta(hours=1)


class MailLimitError(Exception):
    """The address has got MAX_PER_HOUR mails; `wait` is in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"Mail limit reached, {wait:.0f} seconds to wait")
        self.wait = wait


def require_mail_allowed(recipient: str) -> None:
    """Count the mails of the last hour to an address. Raises MailLimitError."""
    now = timezone.now()
    recent = QueuedMail.objects.filter(recipient=recipient.lower(), created_at__gt=now - HOUR)
    times = list(recent.order_by("-created_at").values_list("created_at", flat=True)[:MAX_PER_HOUR])
    if len(times) == MAX_PER_HOUR:
        raise MailLimitError((times[-1] + HOUR - now).total_seconds())


def queue_mail(message: EmailMessage, expires_at: datetime | None = None) -> None:
    """Store a mail for each recipient, in the current transaction, and have the worker send it.

    `expires_at` is when the content loses its use, such as a code; by default a day from now.
    Without EMAIL_URL the mails stay in the queue, where /outbox shows them.
    """
    now = timezone.now()
    for recipient in message.to:
        mail = QueuedMail.objects.create(
            recipient=recipient.lower(),
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


def enqueue_due() -> int:
    """Make a task for each mail that is due, and return their number.

    The worker does this when no task is left: a mail loses its task when the worker is killed
    between taking it and its first statement. One task too many does nothing.
    """
    if not settings.EMAIL_HOST:
        return 0
    due = QueuedMail.objects.overdue(timezone.now()).values_list("pk", flat=True)
    return len([deliver_mail.enqueue(pk) for pk in due])


def html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
