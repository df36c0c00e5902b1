"""When a session ends: SESSION_LIFETIMES.

The end is the `expire_date` of Django's row: the absolute end, or the end of idleness if that is
earlier. It is written at the log-in, with the session's data, and with each recorded activity.
accounts/backends.py compares it on every request.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

# "Last seen" and the end of idleness are this precise: one write per session and interval.
ACTIVITY_INTERVAL = timedelta(minutes=1)
# The key in a session's data.
LIFETIME = "lifetime"


@dataclass(frozen=True)
class Lifetime:
    """What the end of a session depends on."""

    began_at: datetime
    is_remembered: bool
    is_staff: bool

    @property
    def kind(self) -> str:
        if self.is_staff:
            return "staff"
        return "remembered" if self.is_remembered else "browser"

    @property
    def limits(self) -> tuple[timedelta, timedelta]:
        """The absolute and the idle limit."""
        absolute, idle = settings.SESSION_LIFETIMES[self.kind]
        return absolute, idle

    @property
    def absolute_end(self) -> datetime:
        return self.began_at + self.limits[0]

    def end(self, last_seen_at: datetime) -> datetime:
        """Return when the session ends without further activity."""
        return min(self.absolute_end, last_seen_at + self.limits[1])

    def to_json(self) -> dict[str, Any]:
        return {
            "began": self.began_at.timestamp(),
            "remembered": self.is_remembered,
            "staff": self.is_staff,
        }


def read_lifetime(data: dict[str, Any] | None) -> Lifetime | None:
    """Read what `to_json` returned. None for a session of an earlier version of this code."""
    if data is None:
        return None
    return Lifetime(
        began_at=datetime.fromtimestamp(data["began"], UTC),
        is_remembered=data["remembered"],
        is_staff=data["staff"],
    )
