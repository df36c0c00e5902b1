"""Details of a session that Django's own row lacks."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone


class LoginMethod(models.TextChoices):
    PASSWORD = "password"  # noqa: S105 (a name)
    CODE = "code"
    PASSWORD_RESET = "password_reset"  # noqa: S105 (a name)
    SIGN_UP = "sign_up"
    OTHER = "other"


class UserSessionQuerySet(models.QuerySet["UserSession"]):
    def alive(self) -> "UserSessionQuerySet":
        """Return the sessions that have not ended. Django's row decides."""
        row = Session.objects.filter(
            session_key=OuterRef("session_key"), expire_date__gt=timezone.now()
        )
        return self.filter(Exists(row))


class UserSession(models.Model):
    """A session of a user, on one device.

    The key is no foreign key: Django would read the rows of this table before it deletes a session.
    """

    session_key = models.CharField(max_length=40, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions"
    )
    began_at = models.DateTimeField(default=timezone.now)
    # Written at most once per ACTIVITY_INTERVAL.
    last_seen_at = models.DateTimeField(default=timezone.now)
    network = models.CharField(max_length=50, blank=True)
    browser = models.CharField(max_length=50, blank=True)
    system = models.CharField(max_length=50, blank=True)
    login_method = models.CharField(max_length=20, choices=LoginMethod.choices)
    is_remembered = models.BooleanField()

    objects = UserSessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-last_seen_at"], name="user_sessions")]

    def __str__(self) -> str:
        return f"session {self.pk}"
