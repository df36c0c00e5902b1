"""`make run` reports a port in use, and stops all its processes."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from launch.paths import ROOT
from tests.http_client import free_port, request
from tests.make_command import (
    STOP_SECONDS,
    expect_all_stopped,
    make_command,
    make_environment,
    running,
    started_processes,
)
from tests.site import Site

MAKE_RUN = make_command("run", "launchable", "build", "var/static/.collected", "database")


def test_port_in_use_is_one_line(site: Site, tmp_path: Path) -> None:
    refused = subprocess.run(
        MAKE_RUN,
        env=make_environment(tmp_path / "database.sqlite3", site.port),
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


def to_make(number: signal.Signals) -> Callable[[int], None]:
    return lambda pid: os.kill(pid, number)


def to_process_group(number: signal.Signals) -> Callable[[int], None]:
    return lambda pid: os.killpg(pid, number)


@pytest.mark.parametrize(
    "stop",
    [to_process_group(signal.SIGINT), to_make(signal.SIGINT), to_make(signal.SIGTERM)],
    ids=["Ctrl-C", "SIGINT", "SIGTERM"],
)
def test_stopping_ends_all_processes(
    site_folder: Path, site: Site, tmp_path: Path, stop: Callable[[int], None]
) -> None:
    port = free_port()
    log = tmp_path / "log"
    with running(MAKE_RUN, make_environment(site_folder / "database.sqlite3", port), log) as make:
        processes = started_processes(
            make, "launch.run", "serve.py", "index.mjs", "manage.py worker"
        )
        assert request(port, "/").status == 200
        assert f"http://localhost:{port}/outbox" in log.read_text()
        assert request(port, "/outbox").status == 200

        stop(make.pid)
        make.wait(STOP_SECONDS)

    expect_all_stopped(processes, port)
    assert "Traceback" not in log.read_text()
