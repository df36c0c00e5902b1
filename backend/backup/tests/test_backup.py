"""A backup is taken from a database in use, and the database made again from it."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from config.environment import REPOSITORY

# One of them more than a page of the database, so that its parts are put together again.
MAKE = """
from accounts.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
anna = User.objects.create_user("anna@example.com", "correct-horse", name="Anna Ångström ✎")
User.objects.create_user("ben@example.com", None, name="B" * 100)
Session.objects.create(session_key="k" * 32, session_data="x" * 20_000, expire_date=timezone.now())
"""
LOSE = """
from accounts.models import User
from django.contrib.sessions.models import Session
Session.objects.all().delete()
User.objects.filter(email="anna@example.com").delete()
User.objects.create_user("later@example.com", None, name="Later")
"""
TELL = """
import json
from accounts.models import User
from django.contrib.sessions.models import Session
print(json.dumps([
    sorted(User.objects.values_list("email", "name", "password")),
    sorted(Session.objects.values_list("session_key", "session_data")),
]))
"""
# As a version after this one might: tables of its own, one of which hangs on a table of before.
LATER = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE later_alone (id integer PRIMARY KEY)")
    cursor.execute("CREATE TABLE later_note (author_id bigint REFERENCES accounts_user (id))")
    cursor.execute("CREATE VIEW later_view AS SELECT id FROM accounts_user")
"""
# On PostgreSQL: a check that reads another table is copied, and fails when the copy is loaded.
UNLOADABLE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE FUNCTION known(bigint) RETURNS boolean LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN EXISTS (SELECT FROM accounts_user WHERE id = $1); END $$")
    cursor.execute("CREATE TABLE note AS SELECT id FROM accounts_user")
    cursor.execute("ALTER TABLE note ADD CHECK (known(id))")
"""
TABLES = """
from django.db import connection
with connection.cursor() as cursor:
    print(*sorted(each.name for each in connection.introspection.get_table_list(cursor)))
"""


class Database:
    """A database of its own, and Django's commands on it."""

    def __init__(self, url: str) -> None:
        self.environ = {**os.environ, "ENVIRONMENT": "local", "DATABASE_URL": url}
        self.environ.pop("REDIS_URL", None)

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 (it is ours)
            [sys.executable, "backend/manage.py", *arguments],
            cwd=REPOSITORY,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, *arguments: str) -> str:
        ran = self.manage(*arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def shell(self, program: str) -> str:
        return self.run("shell", "--no-imports", "--command", program)

    def rows(self) -> object:
        return json.loads(self.shell(TELL))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """On SQLite a file; on PostgreSQL a database beside the one of the lane."""
    lane = os.environ["DATABASE_URL"]
    if lane.startswith("sqlite"):
        yield Database(f"sqlite:///{tmp_path / 'database.sqlite3'}")
        return
    name = f"test_backup_{uuid.uuid4().hex}"
    with psycopg.connect(lane, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield Database(f"{lane.rpartition('/')[0]}/{name}")
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def filled(database: Database) -> Database:
    database.run("migrate", "--verbosity=0")
    database.shell(MAKE)
    return database


def test_what_was_there_is_there_again_and_what_came_later_is_not(
    filled: Database, tmp_path: Path
) -> None:
    before = filled.rows()
    file = Path(filled.run("backup", str(tmp_path)))
    assert file.stat().st_mode & 0o777 == 0o600
    filled.shell(LOSE)
    assert filled.rows() != before

    filled.run("restore", str(file), "--yes")
    assert filled.rows() == before


def test_an_older_backup_is_migrated_and_nothing_of_a_later_version_stays(
    database: Database, tmp_path: Path
) -> None:
    database.run("migrate", "admin", "0001", "--verbosity=0")
    file = Path(database.run("backup", str(tmp_path)))
    database.run("migrate", "--verbosity=0")
    tables = database.shell(TABLES)
    database.shell(LATER)
    assert "later_alone later_note later_view" in database.shell(TABLES)

    database.run("restore", str(file), "--yes")
    assert database.shell(TABLES) == tables
    database.run("migrate", "--check")


def test_a_file_that_cannot_be_loaded_changes_nothing(filled: Database, tmp_path: Path) -> None:
    if "sqlite" in filled.environ["DATABASE_URL"]:
        pytest.skip("SQLite copies pages, whatever is on them")
    filled.shell(UNLOADABLE)
    file = Path(filled.run("backup", str(tmp_path)))
    filled.shell(LATER)
    before, tables = filled.rows(), filled.shell(TABLES)

    refused = filled.manage("restore", str(file), "--yes")
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: Nothing was restored. ")
    assert 'ERROR:  relation "accounts_user" does not exist' in refused.stderr
    assert (filled.rows(), filled.shell(TABLES)) == (before, tables)


def test_a_damaged_file_changes_nothing(filled: Database, tmp_path: Path) -> None:
    before = filled.rows()
    file = Path(filled.run("backup", str(tmp_path)))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])

    refused = filled.manage("restore", str(file), "--yes")
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: Nothing was restored.")
    assert filled.rows() == before


def test_without_yes_it_only_says_what_it_would_do(filled: Database, tmp_path: Path) -> None:
    before = filled.rows()
    file = Path(filled.run("backup", str(tmp_path)))
    filled.shell(LOSE)

    refused = filled.manage("restore", str(file))
    assert refused.returncode == 1
    assert "This replaces everything in the database" in refused.stderr
    assert filled.rows() != before


def test_a_file_that_is_not_there_is_named(database: Database, tmp_path: Path) -> None:
    refused = database.manage("restore", str(tmp_path / "no-such-file"), "--yes")
    assert refused.returncode == 1
    assert refused.stderr == f"CommandError: There is no file {tmp_path / 'no-such-file'}.\n"


def test_a_folder_that_is_not_there_is_named_and_nothing_left(
    filled: Database, tmp_path: Path
) -> None:
    refused = filled.manage("backup", str(tmp_path / "no-such-folder"))
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: No backup was made.")
    assert "no-such-folder" in refused.stderr


def test_only_so_many_are_kept_and_the_newest_are(filled: Database, tmp_path: Path) -> None:
    ending = Path(filled.run("backup", str(tmp_path))).suffix
    for name in ("latchkey-20200101-000000", "latchkey-20210101-000000"):
        (tmp_path / f"{name}{ending}").touch()
    (tmp_path / "something-else").touch()

    newest = Path(filled.run("backup", str(tmp_path), "--keep", "1"))
    assert {path.name for path in tmp_path.iterdir()} - {"database.sqlite3"} == {
        newest.name,
        "something-else",
        *(path.name for path in tmp_path.glob("database.sqlite3-*")),
    }
