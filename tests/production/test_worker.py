"""The worker sends mail, and outlives the database and the mail server."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.ports import free_port
from mail.tests.smtp_server import HOST, Inbox, smtp_server
from tests.production.rehearsal import programs
from tests.production.rehearsal.compose import Service
from tests.production.rehearsal.instances import Instance
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.site import Site

SECONDS = 30


def without_servers(services: dict[str, Service]) -> dict[str, Service]:
    return {name: services[name] for name in ("migrate", "postgres", "worker")}


@dataclass
class WorkerSite:
    site: Site
    smtp_port: int

    @property
    def worker(self) -> Instance:
        (worker,) = self.site.supervisor.of("worker")
        return worker

    def manage(self, *arguments: str) -> str:
        """Run a management command; gives its output."""
        folder = self.site.supervisor.folder / self.worker.name
        return subprocess.run(
            ["python", "backend/manage.py", *arguments],
            env=programs.environment(self.worker, folder),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout


@pytest.fixture(scope="module")
def worker_site() -> Iterator[WorkerSite]:
    smtp_port = free_port()
    with tempfile.TemporaryDirectory(prefix="latchkey-worker-") as folder:
        site = Site(
            "one-origin",
            Address("latchkey.localhost"),
            listen=(free_port(), free_port()),
            folder=Path(folder),
            report=lambda sentence: None,
            change=without_servers,
            EMAIL_URL=f"smtp://{HOST}:{smtp_port}",
            EMAIL_FROM="Rehearsal <rehearsal@example.com>",
        )
        with site.running():
            yield WorkerSite(site, smtp_port)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_it_sends_what_is_queued(worker_site: WorkerSite) -> None:
    inbox = Inbox()
    with smtp_server(inbox, worker_site.smtp_port):
        worker_site.manage("sendtestemail", "dana@example.com")
        wait_until(lambda: bool(inbox.messages))
    [message] = inbox.messages
    assert message["From"] == "Rehearsal <rehearsal@example.com>"
    assert message["To"] == "dana@example.com"
    wait_until(lambda: "0 mails wait." in worker_site.manage("mail_queue"))


def test_it_tries_again_when_the_mail_server_is_back(worker_site: WorkerSite) -> None:
    worker_site.manage("sendtestemail", "dana@example.com")
    log = worker_site.site.supervisor.log(worker_site.worker)
    wait_until(lambda: "was not sent, attempt 1: ConnectionRefusedError" in log.read_text())
    inbox = Inbox()
    with smtp_server(inbox, worker_site.smtp_port):
        wait_until(lambda: bool(inbox.messages))


def test_it_waits_for_a_lost_database(worker_site: WorkerSite) -> None:
    supervisor = worker_site.site.supervisor
    pid = supervisor.pid(worker_site.worker)
    (postgres,) = supervisor.of("postgres")
    supervisor.stop_one(postgres)
    log = supervisor.log(worker_site.worker)
    wait_until(lambda: "The database is unavailable: " in log.read_text())
    assert not supervisor.ready(worker_site.worker)
    supervisor.start_one(postgres)

    inbox = Inbox()
    with smtp_server(inbox, worker_site.smtp_port):
        worker_site.manage("sendtestemail", "dana@example.com")
        wait_until(lambda: bool(inbox.messages))
    assert supervisor.pid(worker_site.worker) == pid
    assert supervisor.ready(worker_site.worker)
    assert "Traceback" not in log.read_text()
