"""Deployment checks of accounts and sessions."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import checks
from django.core.cache import caches
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils import timezone

from accounts.management.commands import demo
from accounts.models import User
from database.checks import is_usable
from doctor import SERVICES
from doctor.report import first_line

MAX_EXPIRED_SESSIONS = 10_000


@register(SERVICES, Tags.database, deploy=True)
def check_accounts(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if not databases or not is_usable():
        return []
    return [*check_demo_accounts(), *check_expired_sessions()]


def check_demo_accounts() -> list[CheckMessage]:
    """No demo account of a production site still has its public password."""
    if settings.ENVIRONMENT != "production":
        return []
    emails = [email for email, _, _ in demo.ACCOUNTS]
    return [
        Error(
            f"{account.email} can log in with the demo password, which is public.",
            hint="Delete the account in the admin, or change its password: "
            f"python backend/manage.py changepassword {account.email}",
            id="latchkey.demo_account",
        )
        for account in User.objects.filter(email__in=emails, is_active=True)
        if account.check_password(demo.PASSWORD)
    ]


def check_expired_sessions() -> list[CheckMessage]:
    """`clear_expired` runs regularly."""
    expired = Session.objects.filter(expire_date__lt=timezone.now())
    if expired[: MAX_EXPIRED_SESSIONS + 1].count() <= MAX_EXPIRED_SESSIONS:
        return []
    return [
        checks.Warning(
            f"The database holds more than {MAX_EXPIRED_SESSIONS} expired sessions.",
            hint="Run once a day: python backend/manage.py clear_expired",
            id="latchkey.expired_sessions",
        )
    ]


@register(SERVICES, Tags.database, deploy=True)
def check_redis(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Redis responds, if REDIS_URL is set."""
    if not databases or "sessions" not in settings.CACHES:
        return []
    try:
        # Unlike get(), touch() does not hide an outage.
        caches["sessions"].touch("doctor")
    except Exception as error:  # noqa: BLE001 (any error is the result)
        return [
            Error(
                f"Redis cannot be reached: {first_line(error)}",
                hint="Check REDIS_URL, and whether Redis runs. Without it the site is slower.",
                id="latchkey.redis",
            )
        ]
    return []
