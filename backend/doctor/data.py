"""Whether the database answers, agrees with this machine, and holds nothing that it should not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.management.commands import demo
from accounts.models import User
from doctor import SERVICES
from doctor.services import first_line

MAY_DIFFER = timedelta(seconds=5)
MANY_SESSIONS = 10_000


@register(SERVICES, Tags.database, deploy=True)
def database_is_well(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """What is found first explains what would be found after it."""
    if not databases:
        return []
    if findings := database_answers() or database_is_migrated():
        return findings
    return [*clocks_agree(), *no_door_is_open_to_everybody(), *sessions_are_cleared()]


@register(SERVICES, Tags.database, deploy=True)
def replicas_are_well(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if not databases:
        return []
    return [
        finding
        for alias in settings.REPLICAS
        for finding in database_answers(alias) or database_is_migrated(alias)
    ]


def called(alias: str) -> str:
    return "The database" if alias == DEFAULT_DB_ALIAS else f"The database {alias}"


def database_answers(alias: str = DEFAULT_DB_ALIAS) -> list[CheckMessage]:
    connection = connections[alias]
    try:
        # One that is in a transaction is in use, and Django would close it for that.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
    except Exception as error:  # noqa: BLE001 (whatever it is, it is the answer)
        variable = "DATABASE_URL" if alias == DEFAULT_DB_ALIAS else "DATABASE_REPLICA_URLS"
        return [
            Error(
                f"{called(alias)} cannot be reached: {first_line(error)}",
                hint=f"Check {variable}, and whether the database server runs.",
                id="latchkey.database",
            )
        ]
    return []


def database_is_migrated(alias: str = DEFAULT_DB_ALIAS) -> list[CheckMessage]:
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return []
    missing = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
    if alias == DEFAULT_DB_ALIAS:
        hint = "Run: python backend/manage.py migrate"
    else:
        hint = "Look why it is behind the primary, or leave it out of DATABASE_REPLICA_URLS."
    return [
        Error(
            f"{called(alias)} lacks what this version needs: {missing}.",
            hint=hint,
            id="latchkey.migrations",
        )
    ]


def clocks_agree() -> list[CheckMessage]:
    if connection.vendor != "postgresql":
        return []  # a file has the clock of this machine
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        difference = timezone.now() - cursor.fetchone()[0]
    if abs(difference) < MAY_DIFFER:
        return []
    side = "ahead of" if difference > timedelta() else "behind"
    return [
        checks.Warning(
            f"The clock of this machine is {abs(difference).total_seconds():.0f} seconds {side} "
            "the database's: sessions end, and limits on failures, at the wrong moment.",
            hint="Set the clocks by NTP on every machine (timedatectl set-ntp true).",
            id="latchkey.clock",
        )
    ]


def no_door_is_open_to_everybody() -> list[CheckMessage]:
    if settings.ENVIRONMENT != "production":
        return []
    emails = [email for email, _, _ in demo.ACCOUNTS]
    return [
        Error(
            f"{account.email} can log in with the demo password, which everyone knows.",
            hint="Delete the account in the admin, or give it another password: "
            f"python backend/manage.py changepassword {account.email}",
            id="latchkey.demo_account",
        )
        for account in User.objects.filter(email__in=emails, is_active=True)
        if account.check_password(demo.PASSWORD)
    ]


def sessions_are_cleared() -> list[CheckMessage]:
    expired = Session.objects.filter(expire_date__lt=timezone.now())[: MANY_SESSIONS + 1].count()
    if expired <= MANY_SESSIONS:
        return []
    return [
        checks.Warning(
            f"More than {MANY_SESSIONS} sessions have ended and are still in the database.",
            hint="Run once a day: python backend/manage.py clear_expired",
            id="latchkey.expired_sessions",
        )
    ]
