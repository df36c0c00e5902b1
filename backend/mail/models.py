"""The queue of mails."""

from datetime import datetime

from django.db import models
from django.utils import timezone


class QueuedMailQuerySet(models.QuerySet["QueuedMail"]):
    def unsent(self) -> "QueuedMailQuerySet":
        return self.filter(sent_at=None, failed_at=None)

    def overdue(self, since: datetime) -> "QueuedMailQuerySet":
        """Return the mails whose next attempt should have been made before `since`."""
        return self.unsent().filter(next_attempt_at__lt=since)


class QueuedMail(models.Model):
    """A mail to one recipient. Its content is erased when it is sent or given up."""

    recipient = models.EmailField(max_length=254)
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # After this moment, no further attempt is made.
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = QueuedMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "created_at"], name="mail_recipient"),
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(sent_at=None, failed_at=None),
                name="mail_unsent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.pk})"

    def erase(self) -> None:
        """Remove what the mail says; the caller saves."""
        self.text = self.html = ""
