"""Deployment checks of the database and its replicas."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from database.checks import check_clock, check_database, check_replicas

pytestmark = pytest.mark.each_database


def test_no_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    """`manage.py check --deploy` asks the database with `--database default` only."""
    with monkeypatch.context() as patch:
        patch.setattr(connection, "ensure_connection", pytest.fail)
        assert check_database() == check_replicas() == []


def test_unreachable_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError("no")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "ensure_connection", refuse)
        [message] = check_database(["default"])
    assert message.id == "latchkey.database"
    assert message.msg == "The database cannot be reached: no"
    assert check_database(["default"]) == []


def test_missing_migration() -> None:
    MigrationRecorder(connection).migration_qs.filter(app="sessions").delete()
    [message] = check_database(["default"])
    assert message.id == "latchkey.migrations"
    assert message.msg == "The database lacks migrations of this version: sessions.0001_initial."


def test_replicas(settings: Settings, tmp_path: Path) -> None:
    """Each is named in its message: one without tables, one that cannot be opened."""
    settings.REPLICAS = ["replica-1", "replica-2"]
    for alias, name in (("replica-1", "empty"), ("replica-2", "no/such")):
        database = {**connection.settings_dict, "NAME": tmp_path / name, "OPTIONS": {}}
        # Another alias, because pytest-django allows the default one only.
        connections[alias] = DatabaseWrapper(database, f"test-{alias}")
    missing, unreachable = check_replicas(["default"])
    for alias in settings.REPLICAS:
        connections[alias].close()
        del connections[alias]
    assert missing.id == "latchkey.migrations"
    assert missing.msg.startswith("The database replica-1 lacks migrations of this version: ")
    assert unreachable.id == "latchkey.database"
    assert unreachable.msg.startswith("The database replica-2 cannot be reached: ")


@pytest.mark.parametrize(("seconds", "side"), [(-60, "behind"), (60, "ahead of")])
def test_wrong_clock(monkeypatch: pytest.MonkeyPatch, seconds: int, side: str) -> None:
    if connection.vendor != "postgresql":
        assert check_clock() == []
        return
    wrong = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr("database.checks.timezone.now", lambda: wrong)
    [message] = check_clock()
    assert message.id == "latchkey.clock"
    assert f"seconds {side} the database's" in message.msg
