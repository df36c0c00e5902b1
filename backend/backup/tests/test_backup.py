"""`manage.py backup` and `manage.py restore`."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import User
from backup import EXCLUDED_TABLES
from mail.models import QueuedMail

pytestmark = [pytest.mark.each_database, pytest.mark.slow]


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def default_database(name: str) -> Iterator[None]:
    """Make `default` another database, with a connection of its own."""
    previous = connections["default"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.settings["default"], "NAME", name)
        connections["default"] = connections.create_connection("default")
        yield
        connections["default"].close()
    connections["default"] = previous


@contextmanager
def postgresql_copy(template: str) -> Iterator[str]:
    """A copy of a database to which nothing is connected."""
    name = f"test_backup_{uuid.uuid4().hex}"
    with default_database("postgres"):
        execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield name
    with default_database("postgres"):
        execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def template(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A migrated database: a file on SQLite, a name on PostgreSQL."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            file = str(tmp_path_factory.mktemp("template") / "template.sqlite3")
            execute(f"VACUUM INTO '{file}'")
            yield file
            return
        name = connection.settings_dict["NAME"]
        connections.close_all()
        with postgresql_copy(name) as copy:
            yield copy


@pytest.fixture
def empty_tables(database: None, template: str, tmp_path: Path) -> Iterator[None]:
    """A migrated database of its own, whose commits do not reach other tests."""
    if connection.vendor == "sqlite":
        file = shutil.copy(template, tmp_path / "database.sqlite3")
        with default_database(str(file)):
            yield
        return
    with postgresql_copy(template) as name, default_database(name):
        yield


@pytest.fixture
def rows(empty_tables: None) -> None:
    """Some rows, one of them larger than a page of the database."""
    User.objects.create_user("anna@example.com", "correct-horse", name="Anna Ångström ✎")
    User.objects.create_user("ben@example.com", None, name="B" * 100)
    Session.objects.create(
        session_key="k" * 32, session_data="x" * 20_000, expire_date=timezone.now()
    )


def all_rows() -> Any:
    return [
        sorted(User.objects.values_list("email", "name", "password")),
        sorted(Session.objects.values_list("session_key", "session_data")),
    ]


def change_rows() -> None:
    Session.objects.all().delete()
    User.objects.filter(email="anna@example.com").delete()
    User.objects.create_user("later@example.com", None, name="Later")


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(table.name for table in connection.introspection.get_table_list(cursor))


def create_later_tables() -> None:
    """What a later version may have: tables of its own, one of which refers to an older one."""
    execute(
        "CREATE TABLE later_alone (id integer PRIMARY KEY)",
        "CREATE TABLE later_note (author_id bigint REFERENCES accounts_user (id))",
        "CREATE VIEW later_view AS SELECT id FROM accounts_user",
    )


def back_up(folder: Path, **options: Any) -> Path:
    output = StringIO()
    call_command("backup", folder, stdout=output, **options)
    return Path(output.getvalue().strip())


def restore(file: Path, **options: Any) -> None:
    call_command("restore", file, stdout=StringIO(), **options)


def test_restore(rows: None, tmp_path: Path) -> None:
    before = all_rows()
    file = back_up(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    change_rows()
    assert all_rows() != before

    restore(file, yes=True)
    assert all_rows() == before


def test_mails_stay_out_of_backups(rows: None, tmp_path: Path) -> None:
    """Neither unsent ones nor what is left of those that were erased."""
    assert QueuedMail._meta.db_table in EXCLUDED_TABLES
    mail = {"recipient": "anna@example.com", "sender": "from@example.com", "subject": "A code"}
    for text in ("unsent-WDJB-MJHT " * 1000, "erased-WDJB-MJHT " * 1000):
        QueuedMail.objects.create(**mail, text=text, expires_at=timezone.now())
    latest = QueuedMail.objects.latest("pk").pk
    QueuedMail.objects.filter(text__startswith="erased").update(text="")
    file = back_up(tmp_path)
    assert b"WDJB-MJHT" not in file.read_bytes()
    assert QueuedMail.objects.filter(text__startswith="unsent").count() == 1

    restore(file, yes=True)
    assert User.objects.count() == 2
    assert not QueuedMail.objects.exists()
    # Its tasks find nothing, and a later mail gets another number.
    assert QueuedMail.objects.create(**mail, expires_at=timezone.now()).pk > latest


def test_restore_across_versions(empty_tables: None, tmp_path: Path) -> None:
    """An older backup is migrated, and tables of a later version are dropped."""
    expected = tables()
    call_command("migrate", "sessions", "zero", verbosity=0)
    file = back_up(tmp_path)
    assert "django_session" not in tables()
    call_command("migrate", verbosity=0)
    create_later_tables()
    assert set(tables()) == {*expected, "later_alone", "later_note", "later_view"}

    restore(file, yes=True)
    assert tables() == expected
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_backup_that_cannot_be_loaded(rows: None, tmp_path: Path) -> None:
    """On PostgreSQL: a constraint that reads another table fails before that table is loaded."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite copies pages without executing anything")
    execute(
        "CREATE FUNCTION known(bigint) RETURNS boolean LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN EXISTS (SELECT FROM accounts_user WHERE id = $1); END $$",
        "CREATE TABLE note AS SELECT id FROM accounts_user",
        "ALTER TABLE note ADD CHECK (known(id))",
    )
    file = back_up(tmp_path)
    create_later_tables()
    before = all_rows(), tables()

    with pytest.raises(CommandError, match=r"^Nothing was restored\. ") as error:
        restore(file, yes=True)
    assert 'ERROR:  relation "accounts_user" does not exist' in str(error.value)
    assert (all_rows(), tables()) == before


def test_damaged_backup(rows: None, tmp_path: Path) -> None:
    before = all_rows()
    file = back_up(tmp_path)
    content = file.read_bytes()
    half = len(content) // 2
    for damaged in (content[:half], content[:half] + b"x" * half):
        file.write_bytes(damaged)
        with pytest.raises(CommandError, match=r"^Nothing was restored\. "):
            restore(file, yes=True)
        assert all_rows() == before


def test_restore_needs_yes(rows: None, tmp_path: Path) -> None:
    file = back_up(tmp_path)
    change_rows()
    before = all_rows()

    with pytest.raises(CommandError, match=r"^This replaces everything in the database"):
        restore(file)
    assert all_rows() == before


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=rf"^There is no file {tmp_path}/none\.$"):
        restore(tmp_path / "none", yes=True)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^No backup was made\. .*/none"):
        back_up(tmp_path / "none")


def test_keep(rows: None, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    suffix = back_up(folder).suffix
    for name in ("latchkey-20200101-000000", "latchkey-20210101-000000"):
        (folder / f"{name}{suffix}").touch()
    (folder / "something-else").touch()

    newest = back_up(folder, keep=1)
    assert {path.name for path in folder.iterdir()} == {newest.name, "something-else"}

    with pytest.raises(CommandError, match=r"^--keep must be 1 or more"):
        back_up(folder, keep=0)
