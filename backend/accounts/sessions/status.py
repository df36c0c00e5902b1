"""How long the session of a request lasts."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from accounts.sessions.lifetimes import Lifetime
from accounts.sessions.models import UserSession
from accounts.sessions.status_cache import add_status, read_status


@dataclass(frozen=True)
class SessionStatus:
    """Whose session it is, and its two ends as Unix times."""

    account_id: int | None = None
    idle_end: float = 0
    absolute_end: float = 0

    @property
    def idle_seconds(self) -> int:
        return seconds_until(self.idle_end)

    @property
    def absolute_seconds(self) -> int:
        return seconds_until(self.absolute_end)

    def to_json(self) -> dict[str, Any]:
        return {SESSION_KEY: self.account_id, "ends": [self.idle_end, self.absolute_end]}


NO_SESSION = SessionStatus()


def seconds_until(end: float) -> int:
    return max(0, int(end - timezone.now().timestamp()))


def session_status(request: HttpRequest) -> SessionStatus:
    """Return the status without loading the session: from Redis, or with one query.

    Asking is no activity.
    """
    key = request.session.session_key
    if key is None:
        return NO_SESSION
    status = from_json(read_status(key))
    if status is None:
        status = stored_status(key)
        # A session of an earlier version of this code gets its row when its user is read.
        if status == NO_SESSION and request.user.is_authenticated:
            status = stored_status(key)
        if status != NO_SESSION:
            add_status(key, status.to_json(), status.idle_seconds)
    return status if status.idle_seconds > 0 else NO_SESSION


def from_json(entry: dict[str, Any] | None) -> SessionStatus | None:
    """Read what `to_json` returned, or the marker of an end. A malformed entry is none."""
    if entry is None:
        return None
    match entry:
        case {"_auth_user_id": None}:
            return NO_SESSION
        case {"_auth_user_id": int(pk), "ends": [int() | float() as idle, int() | float() as end]}:
            return SessionStatus(pk, idle, end)
    return None


def stored_status(key: str) -> SessionStatus:
    """Read the status of a session from the database."""
    row = Session.objects.filter(session_key=OuterRef("session_key"))
    stored = (
        UserSession.objects.filter(session_key=key, user__is_active=True)
        .annotate(end=Subquery(row.values("expire_date")))
        .filter(end__gt=timezone.now())
        .values_list("user_id", "began_at", "is_remembered", "user__is_staff", "end")
        .first()
    )
    if stored is None:
        return NO_SESSION
    user_id, began_at, is_remembered, is_staff, end = stored
    absolute_end = Lifetime(began_at, is_remembered, is_staff).absolute_end
    return SessionStatus(user_id, end.timestamp(), max(end, absolute_end).timestamp())
