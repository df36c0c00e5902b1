"""A rolling update: no migration takes away what the code of before needs."""

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
# Of before there was any site to update.
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
        # SQLite makes the table anew for a column with a default: all of its columns look new.
        exclude_migration_tests=["NOT_NULL"] if connection.vendor == "sqlite" else [],
    )
    linter.lint_all_migrations()
    return linter


def can_be_overlooked(field: "models.Field[Any, Any]") -> bool:
    """Whether code that does not know the column can make a row."""
    return bool(field.null or field.has_db_default() or field.many_to_many)


def columns_to_fill(ignored: list[str]) -> list[str]:
    """What was added to a table and cannot be overlooked."""
    migrations = MigrationLoader(connection).disk_migrations.items()
    return [
        f"{name}: {operation.name}"
        for (app, name), migration in migrations
        if app in OURS and name not in ignored
        for operation in migration.operations
        if isinstance(operation, AddField) and not can_be_overlooked(operation.field)
    ]


def test_a_fresh_migration_is_to_the_linters_liking(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `makemigrations` writes it: here the first of the accounts, with all of their models."""
    (tmp_path / "fresh").mkdir()
    (tmp_path / "fresh" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"accounts": "fresh.migrations"}
    call_command("makemigrations", "accounts", "--verbosity=0")
    text = (tmp_path / "fresh" / "migrations" / "0001_initial.py").read_text()
    assert "CreateModel" in text
    name = f"--stdin-filename={BACKEND / 'accounts' / 'migrations' / '9999_fresh.py'}"
    for command in (["check"], ["format", "--check", "--force-exclude"]):
        judged = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "ruff", *command, name, "-"],
            input=text,
            cwd=BACKEND.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert judged.returncode == 0, judged.stdout + judged.stderr


@pytest.mark.django_db(transaction=True)  # SQLite describes no migration in one
def test_no_later_migration_breaks_the_code_of_before() -> None:
    assert not lint(FIRST_RELEASE).has_errors


@pytest.mark.django_db
def test_every_later_column_can_be_overlooked_by_the_code_of_before() -> None:
    assert columns_to_fill(FIRST_RELEASE) == []


@pytest.mark.parametrize(
    ("field", "can_be"),
    [
        (models.CharField(default="", db_default=""), True),
        (models.DateTimeField(null=True), True),
        (models.CharField(default=""), False),
    ],
    ids=["a default in the database", "nullable", "a default in the code"],
)
def test_a_default_counts_where_the_code_of_before_has_it_too(
    field: "models.Field[Any, Any]", can_be: bool
) -> None:
    assert can_be_overlooked(field) is can_be
