"""A second API process, on the site's database, that a test can stop and start."""

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from launch import environment
from launch.paths import ROOT
from launch.processes import ProcessGroup, end
from launch.run import read_procfile
from tests.api_proxy import ApiProxy
from tests.http_client import HOST, free_port

_START_SECONDS = 30


class ApiProcess:
    """gunicorn and its workers, started as `make run` starts them."""

    def __init__(self, environ: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self._log = log
        self._environ = environment.with_tools({**environ, "API_PORT": str(self.port)})
        self._group: ProcessGroup | None = None

    def start(self) -> None:
        """Start it and wait until it responds."""
        with self._log.open("ab") as log:
            command = read_procfile(ROOT / "Procfile")["api"]
            self._group = ProcessGroup(command, env=self._environ, cwd=ROOT, output=log)
        deadline = time.monotonic() + _START_SECONDS
        while not self._responds():
            assert self._group.exit_code() is None, f"It ended at once: {self._log.read_text()}"
            assert time.monotonic() < deadline, f"It did not start: {self._log.read_text()}"
            time.sleep(0.05)

    def freeze(self) -> None:
        """Stop it from working; it still accepts connections."""
        assert self._group is not None
        self._group.signal(signal.SIGSTOP)

    def kill(self) -> None:
        """Kill all its processes at once."""
        assert self._group is not None
        self._group.signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """Stop it and wait for all its processes."""
        if self._group is not None:
            end([self._group])
        self._group = None

    def _responds(self) -> bool:
        connection = HTTPConnection(HOST, self.port, timeout=1)
        try:
            connection.request("GET", "/api/login-set-cookie/")
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def replacement_api(
    api_proxy: ApiProxy, environ: Mapping[str, str], log: Path
) -> Iterator[ApiProcess]:
    """Send requests to a new API process instead of the site's own."""
    api = ApiProcess(environ, log)
    try:
        api.start()
        with api_proxy.forwarding_to(api.port):
            yield api
    finally:
        api.end()
