"""Recognise connection errors; they are temporary."""

import logging
from collections.abc import Iterator

import psycopg
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db.utils import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

# The value of the Retry-After header, in seconds.
RETRY_AFTER = 5

# Prefixes of SQLSTATE codes: connection failure, server shutting down or starting, too many
# connections. https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRESQL_CODES = ("08", "57P", "53300")
# https://www.sqlite.org/rescode.html
SQLITE_CODES = ("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_BUSY")


def find_connection_error(error: BaseException | None) -> BaseException | None:
    """Return the connection error that `error` is or wraps, or None."""
    return next((each for each in _with_wrapped(error) if _is_connection_error(each)), None)


def log_connection_error(error: BaseException) -> None:
    """Log a warning of one line; driver messages have several."""
    logger.warning("The database is unavailable: %s", " ".join(str(error).split()))


def _with_wrapped(error: BaseException | None) -> Iterator[BaseException]:
    if error is not None:
        yield error
    # Django replaces the error of a session that could not be saved.
    while isinstance(error, SessionInterrupted | UpdateError):
        error = error.__context__
        if error is not None:
            yield error


def _is_connection_error(error: BaseException) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    # Django raises these for errors in our queries as well; the driver's code tells them apart.
    cause = error.__cause__
    if isinstance(cause, psycopg.Error):
        return cause.sqlstate is None or cause.sqlstate.startswith(POSTGRESQL_CODES)
    return str(getattr(cause, "sqlite_errorname", "")).startswith(SQLITE_CODES)
