"""Start gunicorn as production does, with a database of its own."""

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
TIMEOUT = 40  # seconds


def database_url(folder: Path) -> str:
    """A copy of the test database on SQLite; on PostgreSQL the test database itself."""
    if connection.vendor == "sqlite":
        file = folder / "gunicorn.sqlite3"
        # The driver's connection, because pytest-django blocks Django's outside of tests.
        connection.connection.execute("VACUUM INTO ?", [str(file)])
        return f"sqlite:///{file}"
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
        """A connection, for tests without an open transaction.

        On PostgreSQL the server would wait for the rows that it has locked.
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

    def owns_port(self) -> bool:
        """Whether this server listens at its port, and not another process."""
        address = f"{socket.inet_aton('127.0.0.1')[::-1].hex().upper()}:{self.port:04X}"
        sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        listening = {
            f"socket:[{fields[9]}]"
            for fields in sockets
            if fields[1] == address and fields[3] == "0A"
        }
        files = Path(f"/proc/{self.process.pid}/fd").iterdir()
        with suppress(OSError):  # it closes one of them, or exits
            return any(str(file.readlink()) in listening for file in files)
        return False

    def workers(self) -> set[int]:
        """The process ids of the workers, of which the newest may have just been forked."""
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text()
        return {int(child) for child in children.split()}

    def wait_until_up(self) -> None:
        self.wait_until(lambda: self.owns_port() and self.is_up())

    def wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + TIMEOUT
        while not condition():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)


@contextmanager
def running_server(folder: Path, **variables: str) -> Iterator[Server]:
    """Run gunicorn with these environment variables until the block ends."""
    if "DATABASE_URL" not in variables:
        variables["DATABASE_URL"] = database_url(folder)
    environment = {**os.environ, "HOME": str(folder), **variables}
    port = free_port()  # as late as possible: another process could take it
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
        process.wait(TIMEOUT)
        print(server.log.read_text())  # noqa: T201 - pytest shows it if a test fails
