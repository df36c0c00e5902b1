"""Being ready, and the migrations"""

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from conftest import Browser
from monitoring.readiness import MigrationsCheck, UnmigratedError

pytestmark = pytest.mark.django_db


def test_all_that_the_code_has_are_asked_for() -> None:
    MigrationsCheck()()
    MigrationRecorder.Migration.objects.filter(app="accounts").latest("id").delete()
    with pytest.raises(UnmigratedError):
        MigrationsCheck()()


def test_those_of_an_update_are_not_asked_of_the_code_before_it(
    nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations = MigrationsCheck()
    monkeypatch.setattr("monitoring.health.MIGRATIONS", migrations)
    nobody.get("/api/health/live")  # loads the code
    load = MigrationLoader.load_disk

    def with_one_more(loader: MigrationLoader) -> None:
        load(loader)
        loader.disk_migrations["accounts", "9999_new"] = Migration("9999_new", "accounts")

    monkeypatch.setattr(MigrationLoader, "load_disk", with_one_more)
    migrations()
    with pytest.raises(UnmigratedError):
        MigrationsCheck()()
