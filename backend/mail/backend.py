"""Django's mail backend that queues: EMAIL_BACKEND."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from mail.queue import queue_mail


class QueueBackend(BaseEmailBackend):
    """Every mail of Django and its apps goes to the queue; the worker opens the SMTP connection."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            queue_mail(message)
        return len(email_messages)
