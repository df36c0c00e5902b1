"""`make test` with small steps: what it prints, its exit code, and what is left after a signal."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.tests.test_processes import running

STEPS = """
import nox
nox.options.default_venv_backend = "none"
nox.options.allow_parallel = True

@nox.session
def fails(session):
    session.run("python", "-c", "raise SystemExit(3)")

@nox.session(requires=["fails"])
def needs_it(session): ...

@nox.session
def passes(session): ...

@nox.session
def lacks(session):
    session.skip("set A_SERVER")
"""
SLEEPS = """
import nox
nox.options.default_venv_backend = "none"
nox.options.allow_parallel = True
SLEEP = "import os, time; open('{folder}/' + str(os.getpid()), 'w'); time.sleep(60)"

@nox.session
def one(session):
    session.run("python", "-c", SLEEP)

@nox.session
def other(session):
    session.run("python", "-c", SLEEP)
"""
MAKEFILE = "all:\n\t@exec {python} -m launch.run_nox {noxfile}\n"


def noxfile(folder: Path, text: str) -> Path:
    file = folder / "noxfile.py"
    file.write_text(text)
    return file


def run_nox(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "launch.run_nox", str(file), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_step_runs_and_has_a_line(tmp_path: Path) -> None:
    done = run_nox(noxfile(tmp_path, STEPS))

    *rows, _, last = done.stdout.splitlines()[-6:]
    assert [re.sub(r"\d s  ", "0 s  ", row) for row in rows] == [
        "fails        0 s  FAILED",
        "needs_it     0 s  FAILED   Prerequisite session fails was not successful",
        "passes       0 s  success",
        "lacks        0 s  skipped  set A_SERVER",
    ]
    assert last == "1 passed, 2 failed"
    assert done.returncode == 1


def test_a_skipped_step_is_no_failure(tmp_path: Path) -> None:
    done = run_nox(noxfile(tmp_path, STEPS), "--sessions", "passes", "lacks")

    assert done.stdout.splitlines()[-1] == "1 passed, 0 failed"
    assert done.returncode == 0


def test_an_unknown_step_is_an_error(tmp_path: Path) -> None:
    done = run_nox(noxfile(tmp_path, STEPS), "--sessions", "passed")

    assert "Sessions not found: passed" in done.stderr
    assert done.returncode != 0


def to_make(number: signal.Signals) -> Callable[[int], None]:
    return lambda pid: os.kill(pid, number)


def to_all(number: signal.Signals) -> Callable[[int], None]:
    return lambda pid: os.killpg(pid, number)


@pytest.mark.parametrize(
    "stop",
    [to_all(signal.SIGINT), to_make(signal.SIGINT), to_make(signal.SIGTERM)],
    ids=["Ctrl-C", "SIGINT", "SIGTERM"],
)
def test_a_signal_ends_every_step(tmp_path: Path, stop: Callable[[int], None]) -> None:
    folder = tmp_path / "pids"
    folder.mkdir()
    file = noxfile(tmp_path, SLEEPS.format(folder=folder))
    makefile = tmp_path / "Makefile"
    makefile.write_text(MAKEFILE.format(python=sys.executable, noxfile=file))
    make = subprocess.Popen(
        ["/usr/bin/env", "make", "-f", makefile],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while len(pids := [int(pid.name) for pid in folder.iterdir()]) < 2:
        assert time.monotonic() < deadline, "the steps did not start"
        time.sleep(0.05)

    stop(make.pid)

    assert make.wait(timeout=15) != 0
    while running(pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(pids) == []
