"""Delete expired sessions and cache entries."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.sessions.models import UserSession


def prune() -> str:
    """Delete them and return how many, in words."""
    sessions, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(pk__in=UserSession.objects.alive()).delete()
    return f"{sessions} sessions, {prune_cache()} entries of the cache"


def prune_cache() -> int:
    """Delete expired entries; Django does so only on access or when there are too many."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 (the name is from the settings)
        return int(cursor.rowcount)
