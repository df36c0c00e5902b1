"""The worker as a process: killed in mid-sending, without its database, told to stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.db.utils import InterfaceError, OperationalError
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from gunicorn_server.tests.running_server import free_port
from mail.management.commands.worker import run
from mail.models import QueuedMail
from mail.queue import queue_mail
from mail.tests.smtp_server import HOST, Inbox, smtp_server
from mail.tests.worker import advance

pytestmark = [pytest.mark.each_database, pytest.mark.slow]

BACKEND = Path(__file__).resolve().parents[2]
TIMEOUT = 20


def queue(text: str = "The text") -> None:
    queue_mail(EmailMessage("Hello", text, "from@example.com", ["dana@example.com"]))


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user = f"{database['USER']}:{database['PASSWORD']}"
    return f"postgres://{user}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


@contextmanager
def worker_process(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The worker, with a mail server at this port, until the block ends."""
    variables = {"DATABASE_URL": database_url(), "EMAIL_URL": f"smtp://{HOST}:{port}"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"], cwd=BACKEND, env={**os.environ, **variables}
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(TIMEOUT)


@pytest.fixture
def port(settings: Settings) -> int:
    """The port of the mail server of EMAIL_URL."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, free_port()
    return int(settings.EMAIL_PORT)


@pytest.mark.usefixtures("shared_database")
def test_a_mail_survives_a_worker_that_is_killed_while_sending(port: int) -> None:
    queue()
    hanging = Inbox()
    hanging.delay = TIMEOUT
    with smtp_server(hanging, port):
        with worker_process(port) as worker:
            assert hanging.received.wait(TIMEOUT)
            worker.kill()
            worker.wait(TIMEOUT)
        assert DBTaskResult.objects.filter(status="RUNNING").count() == 1
    queued = QueuedMail.objects.get()
    assert (queued.sent_at, queued.attempts, queued.text) == (None, 1, "The text")

    advance(timedelta(seconds=11))
    inbox = Inbox()
    with smtp_server(inbox, port), worker_process(port):
        wait_until(lambda: bool(QueuedMail.objects.get().sent_at))
    assert len(inbox.messages) == 1


@pytest.mark.usefixtures("shared_database")
def test_sigterm_ends_the_worker_after_its_mail(port: int) -> None:
    queue()
    slow = Inbox()
    slow.delay = 1
    with smtp_server(slow, port), worker_process(port) as worker:
        assert slow.received.wait(TIMEOUT)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(TIMEOUT) == 0
    assert QueuedMail.objects.get().sent_at
    assert len(slow.messages) == 1


@pytest.mark.usefixtures("shared_database")
def test_sigterm_ends_an_idle_worker(port: int) -> None:
    queue()
    with smtp_server(Inbox(), port), worker_process(port) as worker:
        wait_until(lambda: bool(QueuedMail.objects.get().sent_at))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(TIMEOUT) == 0


class LosingWorker:
    """A worker whose looks at the queue end with these errors, and which then stops."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.looks = 0
        self.running = True

    def run(self) -> None:
        self.looks += 1
        if self.errors:
            raise self.errors.pop(0)
        self.running = False


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def test_a_lost_database_does_not_end_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("mail.management.commands.worker.INTERVAL", 0)
    closed: list[bool] = []
    monkeypatch.setattr(connections, "close_all", lambda: closed.append(True))
    worker = LosingWorker(
        caused_by(OperationalError("connection refused"), psycopg.OperationalError()),
        caused_by(InterfaceError("connection already closed"), psycopg.InterfaceError()),
    )
    run(worker, once=False)  # type: ignore[arg-type] # it has all that is used
    assert worker.looks == 3
    assert len(closed) == 2
    assert caplog.messages == [
        "The database is unavailable: connection refused",
        "The database is unavailable: connection already closed",
    ]


def test_other_errors_of_the_database_end_it() -> None:
    worker = LosingWorker(OperationalError("no such table"))
    with pytest.raises(OperationalError, match="no such table"):
        run(worker, once=False)  # type: ignore[arg-type] # it has all that is used
