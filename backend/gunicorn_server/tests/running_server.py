"""gunicorn as it runs: real processes, on a database of their own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

BACKEND = Path(__file__).resolve().parents[2]
WORKERS = 2


def database_url(folder: Path) -> str:
    """A file for SQLite; on PostgreSQL the test database, where what is written is left behind."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'gunicorn.sqlite3'}"
    database = connection.settings_dict
    user = f"{database['USER']}:{database['PASSWORD']}"
    return f"postgres://{user}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def connect(self) -> closing[http.client.HTTPConnection]:
        """A connection to it, for a test that holds no transaction open.

        On PostgreSQL both use one database: the server would wait for what the test has locked.
        """
        assert not connection.in_atomic_block, "mark the test: django_db(transaction=True)"
        return closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30))

    def is_up(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except ConnectionRefusedError:
            return False
        except ConnectionResetError:  # it was being closed
            return True
        return True

    def listens(self) -> bool:
        """Whether it is this server that takes connections at its port, and no other."""
        address = f"{socket.inet_aton('127.0.0.1')[::-1].hex().upper()}:{self.port:04X}"
        sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        listening = {
            f"socket:[{each[9]}]" for each in sockets if each[1] == address and each[3] == "0A"
        }
        files = Path(f"/proc/{self.process.pid}/fd").iterdir()
        with suppress(OSError):  # it closes one, or ends, while they are looked at
            return any(str(each.readlink()) in listening for each in files)
        return False

    def workers(self) -> set[int]:
        """The ids of its processes but the first, the newest among them maybe just forked."""
        first = self.process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text()
        return {int(child) for child in children.split()}

    def wait_until_up(self) -> None:
        self.wait_until(lambda: self.listens() and self.is_up())

    def wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 40
        while not condition():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)


def manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=BACKEND, env=environment, check=True)  # noqa: S603 (it is ours)


@contextmanager
def running_server(folder: Path, **settings: str) -> Iterator[Server]:
    """Run gunicorn with these settings until the block ends."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "DATABASE_URL": database_url(folder),
        "WEB_CONCURRENCY": str(WORKERS),
        **settings,
    }
    if "DATABASE_URL" not in settings:
        manage(environment, "migrate", "--verbosity=0")
    port = free_port()  # as late as can be: it is nobody's until the server has it
    environment["API_PORT"] = str(port)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "serve.py"],
            cwd=BACKEND,
            env=environment,
            stdout=log,
            stderr=log,
        )
    server = Server(port, process, folder / "log")
    try:
        server.wait_until_up()
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)
        print(server.log.read_text())  # noqa: T201 (pytest shows it with a test that has failed)
