"""`make run` from the outside: it says when it cannot start, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from e2e.processes import command_of, descendants_of
from e2e.server.wire import HOST, free_port, request
from e2e.site import Site, environment, start, wait_until_running
from launch.paths import ROOT

# What `make run` prepares was prepared for these tests already: -o takes it as up to date.
PREPARED = ("launchable", "build", "var/static/.collected", "database")
MAKE_RUN = ("make", "--no-print-directory", *(f"-o{target}" for target in PREPARED), "run")
STOP_SECONDS = 15


def for_make(database: Path, port: int) -> dict[str, str]:
    environ = environment(database, PORT=str(port))
    return {**environ, "PATH": f"{Path(sys.executable).parent}:{environ['PATH']}"}


def test_a_port_in_use_is_one_clear_line(site: Site, tmp_path: Path) -> None:
    refused = subprocess.run(
        MAKE_RUN,
        env=for_make(tmp_path / "database.sqlite3", site.port),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=STOP_SECONDS,
        check=False,
    )

    said = [
        line for line in (refused.stdout + refused.stderr).splitlines() if "make: ***" not in line
    ]
    assert said == [
        f"Port {site.port} is in use. Stop what runs there, or choose another: make run PORT=4000"
    ]
    assert refused.returncode != 0
    assert request(site.port, "/").status == 200


@contextmanager
def running(environ: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`make run`, in a process group of its own, as a terminal starts it."""
    make = start(environ, log, MAKE_RUN)
    try:
        wait_until_running(make, log)
        yield make
    finally:
        if make.poll() is None:
            make.terminate()
            make.wait(STOP_SECONDS)


def to_make(number: signal.Signals) -> Callable[[int], None]:
    return lambda pid: os.kill(pid, number)


def to_everyone(number: signal.Signals) -> Callable[[int], None]:
    return lambda pid: os.killpg(pid, number)


@pytest.mark.parametrize(
    "stop",
    [to_everyone(signal.SIGINT), to_make(signal.SIGINT), to_make(signal.SIGTERM)],
    ids=["Ctrl-C", "SIGINT", "SIGTERM"],
)
def test_when_it_is_stopped_every_process_ends(
    scene: Path, site: Site, tmp_path: Path, stop: Callable[[int], None]
) -> None:
    port = free_port()
    log = tmp_path / "log"
    with running(for_make(scene / "database.sqlite3", port), log) as make:
        processes = {pid: command_of(pid) for pid in descendants_of(make.pid)}
        for program in ("launch.run", "gunicorn", "index.mjs"):
            assert any(program in command for command in processes.values()), processes
        assert request(port, "/").status == 200

        stop(make.pid)
        make.wait(STOP_SECONDS)

    assert {pid: command for pid in processes if (command := command_of(pid))} == {}
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, port)) != 0
    assert "Traceback" not in log.read_text()
