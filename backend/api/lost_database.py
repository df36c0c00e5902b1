"""Telling a database that is away, which is nobody's mistake and may be over in a minute."""

import logging
from collections.abc import Iterator

import psycopg
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db.utils import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

# In seconds: when whoever was refused may ask again.
RETRY_AFTER = 5

# The classes of PostgreSQL's error codes that say that the server cannot be reached, is ending or
# starting, or takes nobody more. What has no code has not even come from the server.
POSTGRESQL = ("08", "57P", "53300")
# SQLite's names for a file that cannot be read or written, or not in time.
SQLITE = ("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_BUSY")


def lost_database(error: BaseException | None) -> BaseException | None:
    """The error behind this one that says that the database is away; None when it is another."""
    return next((each for each in behind(error) if is_loss(each)), None)


def behind(error: BaseException | None) -> Iterator[BaseException]:
    if error is not None:
        yield error
    # All that Django says of a session that could not be saved is that it is gone.
    while isinstance(error, SessionInterrupted | UpdateError):
        error = error.__context__
        if error is not None:
            yield error


def is_loss(error: BaseException) -> bool:
    """Django gives this class to mistakes in our queries as well; the driver knows better."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, psycopg.Error):
        return cause.sqlstate is None or cause.sqlstate.startswith(POSTGRESQL)
    return str(getattr(cause, "sqlite_errorname", "")).startswith(SQLITE)


def warn(error: BaseException) -> None:
    """One line, however many the driver makes of it."""
    logger.warning("The database is away: %s", " ".join(str(error).split()))
