"""`make run` and `make dev`, started and ended as from a terminal."""

import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.http_client import HOST
from tests.processes import command_of, descendants_of
from tests.site import environment, start_launcher, wait_until_running

STOP_SECONDS = 30


def make_command(target: str, *prepared: str) -> tuple[str, ...]:
    """The command. What was prepared for these tests already, -o takes as up to date."""
    return ("make", "--no-print-directory", *(f"-o{each}" for each in prepared), target)


def make_environment(database: Path, port: int) -> dict[str, str]:
    environ = environment(database, PORT=str(port))
    return {**environ, "PATH": f"{Path(sys.executable).parent}:{environ['PATH']}"}


@contextmanager
def running(
    command: Sequence[str], environ: Mapping[str, str], log: Path, *start_seconds: float
) -> Iterator[subprocess.Popen[bytes]]:
    """It runs in a process group of its own, as a terminal starts it."""
    make = start_launcher(environ, log, command)
    try:
        wait_until_running(make, log, *start_seconds)
        yield make
    finally:
        if make.poll() is None:
            make.terminate()
            make.wait(STOP_SECONDS)


def started_processes(make: subprocess.Popen[bytes], *programs: str) -> set[int]:
    """Everything it has started, with these programs among it."""
    processes = {pid: command_of(pid) for pid in descendants_of(make.pid)}
    for program in programs:
        assert any(program in command for command in processes.values()), processes
    return set(processes)


def expect_all_stopped(processes: Iterable[int], port: int) -> None:
    assert {pid: command for pid in processes if (command := command_of(pid))} == {}
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, port)) != 0
