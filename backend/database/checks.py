"""Deployment checks of the database and its replicas: connection, migrations, clock."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from doctor import SERVICES
from doctor.report import first_line

MAX_CLOCK_DIFFERENCE = timedelta(seconds=5)


@register(SERVICES, Tags.database, deploy=True)
def check_database(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The database responds, is migrated, and its clock is right."""
    if not databases:
        return []
    return check_connection() or check_migrations() or check_clock()


@register(SERVICES, Tags.database, deploy=True)
def check_replicas(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Each replica responds and is migrated."""
    if not databases:
        return []
    return [
        message
        for alias in settings.REPLICAS
        for message in check_connection(alias) or check_migrations(alias)
    ]


def is_usable() -> bool:
    """Whether checks can query tables; `check_database` reports why not."""
    return not (check_connection() or check_migrations())


def check_connection(alias: str = DEFAULT_DB_ALIAS) -> list[CheckMessage]:
    """The database responds."""
    connection = connections[alias]
    try:
        # Django closes a connection that is in a transaction.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
    except Exception as error:  # noqa: BLE001 (any error is the result)
        variable = "DATABASE_URL" if alias == DEFAULT_DB_ALIAS else "DATABASE_REPLICA_URLS"
        return [
            Error(
                f"{display_name(alias)} cannot be reached: {first_line(error)}",
                hint=f"Check {variable}, and whether the database server runs.",
                id="latchkey.database",
            )
        ]
    return []


def check_migrations(alias: str = DEFAULT_DB_ALIAS) -> list[CheckMessage]:
    """All migrations are applied."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return []
    missing = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
    if alias == DEFAULT_DB_ALIAS:
        hint = "Run: python backend/manage.py migrate"
    else:
        hint = "Find out why it lags behind the primary, or remove it from DATABASE_REPLICA_URLS."
    return [
        Error(
            f"{display_name(alias)} lacks migrations of this version: {missing}.",
            hint=hint,
            id="latchkey.migrations",
        )
    ]


def check_clock() -> list[CheckMessage]:
    """The clocks of the database and of this machine agree."""
    if connection.vendor != "postgresql":
        return []  # SQLite uses the clock of this machine
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        difference = timezone.now() - cursor.fetchone()[0]
    if abs(difference) < MAX_CLOCK_DIFFERENCE:
        return []
    side = "ahead of" if difference > timedelta() else "behind"
    return [
        checks.Warning(
            f"The clock of this machine is {abs(difference).total_seconds():.0f} seconds {side} "
            "the database's: sessions and rate limits end at the wrong time.",
            hint="Set the clocks by NTP on every machine (timedatectl set-ntp true).",
            id="latchkey.clock",
        )
    ]


def display_name(alias: str) -> str:
    return "The database" if alias == DEFAULT_DB_ALIAS else f"The database {alias}"
