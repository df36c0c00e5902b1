"""`make run`, with small programs as the servers: they start together and end together."""

import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from launch.ports import LOOPBACK, free_port
from launch.run import Readiness, is_ok, read_procfile
from launch.tests.test_processes import running

# What `make run` does, with other processes and a short timeout.
LAUNCHER = """
import sys
from pathlib import Path
from launch.run import Output, Readiness, supervise
from launch.signals import StopRequest

folder, port, seconds, *commands = sys.argv[1:]
names = dict(zip(("api", "web"), commands, strict=True))
stop = StopRequest()
stop.listen()
output = Output(names)
readiness = Readiness(int(port), float(seconds), lambda: output.say("ready"))
sys.exit(supervise(names, env={"PATH": "/usr/bin:/bin"}, cwd=Path(folder),
    stop=stop, readiness=readiness, output=output))
"""

# Responds to every request on the given port with 200.
SERVER = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
open("web.pid", "w").write(str(os.getpid()))
HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
STAYS = 'import os, time; open("api.pid", "w").write(str(os.getpid())); time.sleep(60)'
DIES = "import time; time.sleep(0.3); print('the last words'); raise SystemExit({code})"


class Launcher:
    """The launcher as a process that can receive signals."""

    def __init__(self, folder: Path, api: str, web: str, seconds: float) -> None:
        self.folder = folder
        self.port = free_port()
        commands = []
        for name, code in (("api", api), ("web", web)):
            file = folder / f"{name}.py"
            file.write_text(textwrap.dedent(code))
            commands.append(f"exec {sys.executable} {file} {self.port}")
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, str(folder), str(self.port), str(seconds), *commands],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = ""

    def wait_for(self, words: str) -> None:
        """Read its output up to a line with the words."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        raise AssertionError(f"{words!r} was not said, but: {self.said}")

    def ends(self) -> int:
        """Its exit code; the whole output is in `said`."""
        rest, _ = self.process.communicate(timeout=15)
        self.said += rest
        return self.process.returncode

    def pids(self) -> list[int]:
        """The processes it started."""
        return [int(file.read_text()) for file in self.folder.glob("*.pid")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_both(tmp_path: Path, number: signal.Signals) -> None:
    launcher = Launcher(tmp_path, STAYS, SERVER, seconds=20)
    launcher.wait_for("ready")
    assert len(running(launcher.pids())) == 2

    before = time.monotonic()
    launcher.process.send_signal(number)

    assert launcher.ends() == 128 + number
    assert time.monotonic() - before < 4
    assert running(launcher.pids()) == []


@pytest.mark.parametrize("code", [0, 3])
def test_the_end_of_one_ends_the_other(tmp_path: Path, code: int) -> None:
    launcher = Launcher(tmp_path, DIES.format(code=code), SERVER, seconds=20)

    assert launcher.ends() == 1
    assert f"The process `api` ended by itself (exit code {code}); stopping." in launcher.said
    assert "api | the last words" in launcher.said
    assert running(launcher.pids()) == []


def test_a_start_that_takes_too_long_ends(tmp_path: Path) -> None:
    launcher = Launcher(tmp_path, STAYS, STAYS.replace("api.pid", "web.pid"), seconds=1)

    assert launcher.ends() == 1
    assert "The site did not start in time; stopping." in launcher.said
    assert "ready" not in launcher.said
    assert len(launcher.pids()) == 2
    assert running(launcher.pids()) == []


def test_the_end_of_the_parent_ends_both(tmp_path: Path) -> None:
    """As when make is killed."""
    (tmp_path / "api.py").write_text(STAYS)
    (tmp_path / "web.py").write_text(SERVER)
    port = str(free_port())
    commands = [f"exec {sys.executable} {tmp_path / name} {port}" for name in ("api.py", "web.py")]
    middle = (
        "import os, subprocess, sys\n"
        "launcher = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=subprocess.PIPE)\n"
        "print(launcher.pid, flush=True)\n"
        "[None for line in launcher.stdout if b'ready' not in line or os._exit(0)]\n"
    )
    arguments = ["-c", LAUNCHER, str(tmp_path), port, "20", *commands]
    done = subprocess.run(
        [sys.executable, "-c", middle, *arguments], capture_output=True, text=True, timeout=30
    )
    launcher = int(done.stdout)
    pids = [launcher, *(int(file.read_text()) for file in tmp_path.glob("*.pid"))]
    assert len(pids) == 3

    deadline = time.monotonic() + 10
    while running(pids) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert running(pids) == []


class Pages(BaseHTTPRequestHandler):
    """A home page, and an API that responds once `api_up` is set."""

    api_up = threading.Event()

    def do_GET(self) -> None:
        up = self.path == "/" or Pages.api_up.is_set()
        self.send_response(200 if up else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Log nothing."""


@pytest.fixture
def site() -> Iterator[int]:
    Pages.api_up.clear()
    with HTTPServer((LOOPBACK, 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_only_a_200_is_ok(site: int) -> None:
    assert is_ok(site, "/")
    assert not is_ok(site, "/api/login-set-cookie/")
    assert not is_ok(free_port(), "/")


def test_both_servers_must_respond(site: int) -> None:
    ready = threading.Event()
    readiness = Readiness(site, 0.3, ready.set)
    assert not ready.wait(0.5)
    assert readiness.overdue()

    Pages.api_up.set()

    assert ready.wait(5)
    assert not readiness.overdue()


def test_a_start_is_not_overdue_early(site: int) -> None:
    readiness = Readiness(site, 60, lambda: None)
    time.sleep(0.1)
    assert not readiness.overdue()
    Pages.api_up.set()


def test_a_procfile_names_commands(tmp_path: Path) -> None:
    file = tmp_path / "Procfile"
    file.write_text("# both servers\napi: exec python serve.py\nweb-1:  node a: b\n")
    assert read_procfile(file) == {"api": "exec python serve.py", "web-1": "node a: b"}

    file.write_text("# none\n")
    with pytest.raises(ValueError, match="names no process"):
        read_procfile(file)
