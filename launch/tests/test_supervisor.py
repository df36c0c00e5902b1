"""Both servers together, played by small programs: they start together and end together."""

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from launch.ports import free_port
from launch.tests.test_processes import running

# What `make run` does, with other processes and little patience.
LAUNCHER = """
import sys
from pathlib import Path
from launch.interruption import Interruption
from launch.readiness import Readiness
from launch.relay import Relay
from launch.supervisor import supervise

folder, port, seconds, *commands = sys.argv[1:]
names = dict(zip(("api", "web"), commands, strict=True))
interruption = Interruption()
interruption.listen()
relay = Relay(list(names))
readiness = Readiness(int(port), float(seconds), lambda: relay.say("ready"))
sys.exit(supervise(names, env={"PATH": "/usr/bin:/bin"}, cwd=Path(folder),
    interruption=interruption, readiness=readiness, relay=relay))
"""

# Answers every request with 200 on the port that is its argument.
SERVER = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
open("web.pid", "w").write(str(os.getpid()))
HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
STAYS = 'import os, time; open("api.pid", "w").write(str(os.getpid())); time.sleep(60)'
DIES = "import time; time.sleep(0.3); print('the last words'); raise SystemExit({code})"


class Launcher:
    """The launcher as a process of its own, for it is told to stop by signals."""

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
        """Read what it says until the words come."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        raise AssertionError(f"{words!r} was not said, but: {self.said}")

    def ends(self) -> int:
        """Its exit code, and the rest of what it says in `said`."""
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
def test_one_that_dies_takes_the_other_along(tmp_path: Path, code: int) -> None:
    launcher = Launcher(tmp_path, DIES.format(code=code), SERVER, seconds=20)

    assert launcher.ends() == 1
    assert f"The process `api` ended by itself (exit code {code}); stopping." in launcher.said
    assert "api | the last words" in launcher.said
    assert running(launcher.pids()) == []


def test_a_site_that_does_not_come_up_is_given_up(tmp_path: Path) -> None:
    launcher = Launcher(tmp_path, STAYS, STAYS.replace("api.pid", "web.pid"), seconds=1)

    assert launcher.ends() == 1
    assert "The site did not come up in time; stopping." in launcher.said
    assert "ready" not in launcher.said
    assert len(launcher.pids()) == 2
    assert running(launcher.pids()) == []


def test_the_death_of_whoever_started_it_ends_everything(tmp_path: Path) -> None:
    """As when make is killed: the launcher finds itself with another parent."""
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
