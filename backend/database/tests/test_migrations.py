"""Rolling updates: no migration breaks the code of the version before."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import AddField
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter
from pytest_django import Settings

BACKEND = Path(__file__).resolve().parents[2]
OURS = [
    app.label
    for app in apps.get_app_configs()
    if Path(app.path).parent == BACKEND and (Path(app.path) / "migrations").is_dir()
]
# Older than any running site.
FIRST_RELEASE = [
    *("0001_initial", "0002_cache_table"),
    *("0002_publishing", "0003_body_text", "0004_search", "0005_render_again"),
]


def lint(ignored: list[str]) -> MigrationLinter:
    linter = MigrationLinter(
        str(BACKEND),
        include_apps=OURS,
        no_cache=True,
        ignore_name=ignored,
        # On SQLite a new column with a default rebuilds the table: all columns look new.
        exclude_migration_tests=["NOT_NULL"] if connection.vendor == "sqlite" else [],
    )
    linter.lint_all_migrations()
    return linter


def is_optional(field: "models.Field[Any, Any]") -> bool:
    """Whether code that does not know the column can insert a row."""
    return bool(field.null or field.has_db_default() or field.many_to_many)


def required_columns(ignored: list[str]) -> list[str]:
    """Added columns that older code would have to fill."""
    migrations = MigrationLoader(connection).disk_migrations.items()
    return [
        f"{name}: {operation.name}"
        for (app, name), migration in migrations
        if app in OURS and name not in ignored
        for operation in migration.operations
        if isinstance(operation, AddField) and not is_optional(operation.field)
    ]


def test_new_migrations_pass_the_linter(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `makemigrations` writes them: here the first one of the accounts."""
    (tmp_path / "fresh").mkdir()
    (tmp_path / "fresh" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"accounts": "fresh.migrations"}
    call_command("makemigrations", "accounts", "--verbosity=0")
    text = (tmp_path / "fresh" / "migrations" / "0001_initial.py").read_text()
    assert "CreateModel" in text
    name = f"--stdin-filename={BACKEND / 'accounts' / 'migrations' / '9999_fresh.py'}"
    for command in (["check"], ["format", "--check", "--force-exclude"]):
        process = subprocess.run(  # noqa: S603 - a fixed command
            [sys.executable, "-m", "ruff", *command, name, "-"],
            input=text,
            cwd=BACKEND.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.each_database
@pytest.mark.django_db(transaction=True)  # SQLite cannot alter tables in a transaction
def test_migrations_are_backward_compatible() -> None:
    assert not lint(FIRST_RELEASE).has_errors


def test_new_columns_are_optional() -> None:
    assert required_columns(FIRST_RELEASE) == []


def test_optional_columns() -> None:
    """A default in Python does not help older code; one in the database does."""
    assert is_optional(models.CharField(default="", db_default=""))
    assert is_optional(models.DateTimeField(null=True))
    assert not is_optional(models.CharField(default=""))
