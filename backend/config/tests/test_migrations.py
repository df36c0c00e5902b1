"""A rolling update: no migration takes away what the code of before needs."""

from pathlib import Path

import pytest
from django.apps import apps
from django_migration_linter import MigrationLinter

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
    linter = MigrationLinter(str(BACKEND), include_apps=OURS, no_cache=True, ignore_name=ignored)
    linter.lint_all_migrations()
    return linter


@pytest.mark.django_db(transaction=True)  # SQLite describes no migration in one
def test_no_later_migration_breaks_the_code_of_before() -> None:
    assert not lint(FIRST_RELEASE).has_errors
