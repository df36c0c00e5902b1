"""Delete old mails and tasks."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mail.models import QueuedMail

KEPT = timedelta(days=7)


def prune() -> str:
    """Delete them, and say how many."""
    before = timezone.now() - KEPT
    sent, _ = QueuedMail.objects.filter(sent_at__lt=before).delete()
    failed, _ = QueuedMail.objects.filter(failed_at__lt=before).delete()
    # Without EMAIL_URL nothing is ever sent.
    unsent, _ = QueuedMail.objects.unsent().filter(expires_at__lt=before).delete()
    # Those of killed workers never finish.
    tasks, _ = DBTaskResult.objects.filter(started_at__lt=before).delete()
    return f"{sent + failed + unsent} mails, {tasks} tasks"
