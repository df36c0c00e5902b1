"""Django's session stores, with our lifetimes and our row per session."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from accounts.sessions.lifetimes import LIFETIME, Lifetime, read_lifetime
from accounts.sessions.models import UserSession
from accounts.sessions.status_cache import mark_ended


class LifetimeMixin(SessionBase):
    """Ends a session as lifetimes.py says, and keeps UserSession in step with Django's row."""

    @property
    def lifetime(self) -> Lifetime:
        """The lifetime of a log-in; before it, for its pending steps, that of a browser session."""
        before = Lifetime(timezone.now(), is_remembered=SESSION_KEY in self, is_staff=False)
        return read_lifetime(self.get(LIFETIME)) or before

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """Return the `expire_date` of Django's row; saving is an activity."""
        if kwargs:
            return super().get_expiry_date(**kwargs)
        return self.lifetime.end(timezone.now())

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Return the age of the cookie, which idleness does not end: the row does."""
        if kwargs:
            return super().get_expiry_age(**kwargs)
        remaining: timedelta = self.lifetime.absolute_end - timezone.now()
        return max(0, round(remaining.total_seconds()))

    def get_expire_at_browser_close(self) -> bool:
        return not self.lifetime.is_remembered

    def cycle_key(self) -> None:
        """Take a new key, as Django does, and the row along."""
        # The stubs leave out this private property of Django's.
        data: dict[str, Any] = self._session  # type: ignore[attr-defined]
        former = self.session_key
        self.create()
        self._session_cache = data
        if former:
            UserSession.objects.filter(session_key=former).update(session_key=self.session_key)
            self.delete(former)

    def delete(self, session_key: str | None = None) -> None:
        super().delete(session_key)
        key = session_key or self.session_key
        if key:
            UserSession.objects.filter(session_key=key).delete()
            mark_ended(key)
