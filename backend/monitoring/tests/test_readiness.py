"""The readiness check of migrations."""

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from conftest import Browser
from monitoring.readiness import MigrationsCheck, UnmigratedError, check_database

pytestmark = pytest.mark.each_database


def test_database() -> None:
    check_database()


def test_missing_migration() -> None:
    MigrationsCheck()()
    MigrationRecorder.Migration.objects.filter(app="accounts").latest("id").delete()
    with pytest.raises(UnmigratedError):
        MigrationsCheck()()


def test_migration_of_an_update(anonymous: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a process that starts with the new code needs it."""
    check = MigrationsCheck()
    monkeypatch.setattr("monitoring.health.MIGRATIONS", check)
    anonymous.get("/api/health/live")  # creates the middleware
    load = MigrationLoader.load_disk

    def load_one_more(loader: MigrationLoader) -> None:
        load(loader)
        loader.disk_migrations["accounts", "9999_new"] = Migration("9999_new", "accounts")

    monkeypatch.setattr(MigrationLoader, "load_disk", load_one_more)
    check()
    with pytest.raises(UnmigratedError):
        MigrationsCheck()()
