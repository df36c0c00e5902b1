"""Connection errors are recognised and become a 503; other database errors do not."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.http import HttpRequest

from conftest import Browser, error
from database.errors import find_connection_error
from gunicorn_server.tests.running_server import free_port
from session_auth.error_views import bad_request
from session_auth.views import AccountView

UNAVAILABLE = error(
    "database_unavailable",
    "The service is not available at the moment. Please try again.",
    kind="server_error",
)


@pytest.fixture
def lost_database() -> Iterator[None]:
    """Every query goes to a PostgreSQL that does not exist."""
    database = {
        **connection.settings_dict,
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "NAME": "latchkey",
        "USER": "latchkey",
        "PASSWORD": "hunter2",
        "OPTIONS": {"connect_timeout": 5},
    }
    away = DatabaseWrapper(database, "away")
    with connection.execute_wrapper(lambda *query: away.cursor()):
        yield


def test_api(as_alice: Browser, lost_database: None, caplog: pytest.LogCaptureFixture) -> None:
    response = as_alice.get("/api/account/?page=2")
    assert response.status_code == 503
    assert response.json() == UNAVAILABLE
    assert response.headers["Retry-After"] == "5"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert_one_warning(caplog)


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/"])
def test_page(
    as_alice: Browser, lost_database: None, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = as_alice.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Please try again." in response.content.decode()
    assert_one_warning(caplog)


def assert_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    records = [record for record in caplog.records if record.levelno > logging.INFO]
    (record,) = [record for record in records if record.name != "django.request"]
    assert record.levelname == "WARNING"
    assert record.getMessage().startswith("The database is unavailable: ")
    assert "\n" not in record.getMessage()
    assert record.exc_info is None
    assert "hunter2" not in caplog.text


def test_error_without_a_driver(as_alice: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OperationalError("not raised by a driver")

    monkeypatch.setattr(AccountView, "get", fail)
    assert as_alice.get("/api/account/").status_code == 500


def from_driver(outer: type[Exception], cause: Exception) -> Exception:
    """A driver's error as Django wraps it."""
    wrapped = outer(*cause.args)
    wrapped.__cause__ = cause
    return wrapped


def test_postgresql_connection_errors() -> None:
    for outer, cause in (
        (OperationalError, psycopg.OperationalError("server closed the connection unexpectedly")),
        (OperationalError, psycopg.errors.ConnectionTimeout("connection timeout expired")),
        (InterfaceError, psycopg.InterfaceError("the connection is closed")),
        (OperationalError, psycopg.errors.AdminShutdown()),
        (OperationalError, psycopg.errors.CannotConnectNow()),
        (OperationalError, psycopg.errors.ConnectionFailure()),
        (OperationalError, psycopg.errors.TooManyConnections()),
    ):
        assert find_connection_error(from_driver(outer, cause)) is not None, cause


def test_other_postgresql_errors() -> None:
    for outer, cause in (
        (OperationalError, psycopg.errors.DeadlockDetected()),
        (OperationalError, psycopg.errors.QueryCanceled()),
        (OperationalError, psycopg.errors.LockNotAvailable()),
        (OperationalError, psycopg.errors.DiskFull()),
        (DatabaseError, psycopg.errors.UndefinedTable()),
    ):
        assert find_connection_error(from_driver(outer, cause)) is None, cause


def sqlite_error(statement: str, database: str = ":memory:") -> Exception:
    with (
        pytest.raises(sqlite3.Error) as caught,
        closing(sqlite3.connect(database, timeout=0)) as connection,
    ):
        connection.execute(statement)
    return caught.value


def test_sqlite_connection_errors(tmp_path: Path) -> None:
    missing = sqlite_error("SELECT 1", str(tmp_path / "none" / "file"))
    assert find_connection_error(from_driver(OperationalError, missing)) is not None
    held = sqlite3.connect(tmp_path / "held")
    held.execute("BEGIN EXCLUSIVE")
    busy = sqlite_error("CREATE TABLE a (b)", str(tmp_path / "held"))
    held.close()
    assert find_connection_error(from_driver(OperationalError, busy)) is not None


def test_other_sqlite_errors() -> None:
    for statement in ("SELECT 1 FROM nothing", "SELEC 1", "SELECT nothing"):
        error = from_driver(OperationalError, sqlite_error(statement))
        assert find_connection_error(error) is None, statement


def test_unsaved_session() -> None:
    """Django raises the error of a deleted session instead."""
    lost = from_driver(OperationalError, psycopg.OperationalError("away"))
    interrupted, update = SessionInterrupted("deleted"), UpdateError()
    interrupted.__context__ = update
    request = HttpRequest()
    request.path = "/api/account/"
    assert bad_request(request, interrupted).status_code == 400
    update.__context__ = lost
    assert bad_request(request, interrupted).status_code == 503


def test_error_while_handling_a_connection_error() -> None:
    bug = ValueError("broken")
    bug.__context__ = from_driver(OperationalError, psycopg.OperationalError("away"))
    assert find_connection_error(bug) is None
