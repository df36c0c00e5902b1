"""Delete old mails and tasks, and queue again what a killed worker has lost."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mail.models import QueuedMail
from mail.tasks import deliver_mail

KEPT = timedelta(days=7)
# A worker that is killed between taking a task and its first statement loses the task.
LOST = timedelta(minutes=10)


def prune() -> str:
    """Delete them, and say how many."""
    before = timezone.now() - KEPT
    sent, _ = QueuedMail.objects.filter(sent_at__lt=before).delete()
    failed, _ = QueuedMail.objects.filter(failed_at__lt=before).delete()
    # Without EMAIL_URL nothing is ever sent.
    unsent, _ = QueuedMail.objects.unsent().filter(expires_at__lt=before).delete()
    tasks, _ = DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    return f"{sent + failed + unsent} mails, {tasks} tasks; {requeue_lost()} mails queued again"


def requeue_lost() -> int:
    """Enqueue the mails whose task is lost, and return their number."""
    if not settings.EMAIL_HOST:
        return 0
    lost = QueuedMail.objects.overdue(timezone.now() - LOST).values_list("pk", flat=True)
    for pk in lost:
        deliver_mail.enqueue(pk)
    return len(lost)
