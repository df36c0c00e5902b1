"""Start and stop `make run` and `make dev` as a terminal does."""

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
    """The command line; make takes the prepared targets as up to date."""
    return ("make", "--no-print-directory", *(f"-o{each}" for each in prepared), target)


def make_environment(database: Path, port: int) -> dict[str, str]:
    environ = environment(database, PORT=str(port))
    return {**environ, "PATH": f"{Path(sys.executable).parent}:{environ['PATH']}"}


@contextmanager
def running(
    command: Sequence[str], environ: Mapping[str, str], log: Path, *start_seconds: float
) -> Iterator[subprocess.Popen[bytes]]:
    """Run it in its own process group until the block ends."""
    make = start_launcher(environ, log, command)
    try:
        wait_until_running(make, log, *start_seconds)
        yield make
    finally:
        if make.poll() is None:
            make.terminate()
            make.wait(STOP_SECONDS)


def started_processes(make: subprocess.Popen[bytes], *programs: str) -> set[int]:
    """The ids of its descendants; these programs must be among them."""
    processes = {pid: command_of(pid) for pid in descendants_of(make.pid)}
    for program in programs:
        assert any(program in command for command in processes.values()), processes
    return set(processes)


def expect_all_stopped(processes: Iterable[int], port: int) -> None:
    assert {pid: command for pid in processes if (command := command_of(pid))} == {}
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, port)) != 0
