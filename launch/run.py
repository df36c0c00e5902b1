"""`make run` and `make dev`: start the processes of the Procfile together, until Ctrl-C."""

import argparse
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import cycle
from pathlib import Path

from launch import environment
from launch.paths import ROOT
from launch.ports import LOOPBACK, PortError, require_free, wanted_api_port, wanted_port
from launch.processes import ProcessGroup, end
from launch.signals import StopRequest

_WELCOME = """
  Latchkey is running:  http://localhost:{port}

  Log in as   alice@example.com, bob@example.com or charlie@example.com
  Password    open-sesame-42
  Mails       http://localhost:{port}/outbox

  Ctrl-C stops it.
"""
_START_SECONDS = 60
_DEV_START_SECONDS = 180  # nuxt dev compiles on the first request
_POLL_SECONDS = 0.1
# Django serves the second path, so a 200 for both proves both servers and their connection.
READY_PATHS = ("/", "/api/login-set-cookie/")
_COLOURS = (36, 33, 35, 32)


def read_procfile(path: Path) -> dict[str, str]:
    """The commands of a Procfile by name. Raises ValueError when there is none."""
    commands = dict(re.findall(r"^([\w-]+):\s*(.+)$", path.read_text(), re.MULTILINE))
    if not commands:
        raise ValueError(f"{path} names no process.")
    return commands


class Output:
    """Prints the lines of several processes, each with its process's name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._prefixes = _prefixes(list(names), sys.stdout.isatty())
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def follow(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Print every line from the process's pipe."""

        def copy() -> None:
            for line in process.stdout or ():
                text = line.decode(errors="replace").rstrip("\n")
                self.say(f"{time.strftime('%H:%M:%S')} {self._prefixes[name]}{text}")

        thread = threading.Thread(target=copy, daemon=True)
        self._threads.append(thread)
        thread.start()

    def say(self, text: str) -> None:
        """Print a message of the launcher itself."""
        with self._lock:
            print(text, flush=True)

    def drain(self) -> None:
        """Wait up to a second for the last lines of processes that have ended."""
        for thread in self._threads:
            thread.join(1)


def _prefixes(names: list[str], coloured: bool) -> dict[str, str]:
    width = max(map(len, names))
    plain = {name: f"{name:<{width}} | " for name in names}
    if not coloured:
        return plain
    return {name: f"\033[{c}m{plain[name]}\033[0m" for name, c in zip(names, cycle(_COLOURS))}


class Readiness:
    """Requests the site in the background until every path returns 200."""

    def __init__(self, port: int, seconds: float, on_ready: Callable[[], None]) -> None:
        self._port = port
        self._deadline = time.monotonic() + seconds
        self._on_ready = on_ready
        self._ready = threading.Event()
        threading.Thread(target=self._poll, daemon=True).start()

    def overdue(self) -> bool:
        return not self._ready.is_set() and time.monotonic() > self._deadline

    def _poll(self) -> None:
        while not all(is_ok(self._port, path) for path in READY_PATHS):
            time.sleep(_POLL_SECONDS)
        self._ready.set()
        self._on_ready()


def is_ok(port: int, path: str) -> bool:
    """Whether a GET of the path on the loopback gets a 200."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def supervise(
    commands: Mapping[str, str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    stop: StopRequest,
    readiness: Readiness,
    output: Output,
) -> int:
    """Run the commands until one ends, the site does not start in time, or a request to stop.

    Gives the exit code; none of the processes is left when it returns.
    """
    groups: dict[str, ProcessGroup] = {}
    try:
        for name, command in commands.items():
            groups[name] = ProcessGroup(command, env=env, cwd=cwd, output=subprocess.PIPE)
            output.follow(name, groups[name].leader)
        return _watch(groups, stop, readiness, output)
    finally:
        requests = stop.count
        # A second Ctrl-C kills at once.
        end(list(groups.values()), kill_now=lambda: stop.count > requests)
        output.drain()


def _watch(
    groups: Mapping[str, ProcessGroup], stop: StopRequest, readiness: Readiness, output: Output
) -> int:
    while True:
        if stop.received():
            output.say("\nStopping.")
            return stop.exit_code
        for name, group in groups.items():
            if (code := group.exit_code()) is not None:
                output.say(f"The process `{name}` ended by itself (exit code {code}); stopping.")
                return 1
        if readiness.overdue():
            output.say("The site did not start in time; stopping.")
            return 1
        time.sleep(_POLL_SECONDS)


def main() -> int:
    """Start the servers and wait for their end; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="reload when the code changes")
    development: bool = parser.parse_args().dev
    stop = StopRequest()
    stop.listen()
    try:
        port = wanted_port(os.environ.get("PORT", ""))
        require_free(port)
        api_port = wanted_api_port(os.environ.get("API_PORT", ""))
    except PortError as error:
        print(error, file=sys.stderr)
        return 1
    env = environment.for_servers(os.environ, port=port, api_port=api_port)
    add = environment.for_development if development else environment.for_production_build
    commands = read_procfile(ROOT / ("Procfile.dev" if development else "Procfile"))
    output = Output(commands)
    output.say("Starting the API, the Nuxt server and the worker ...")
    seconds = _DEV_START_SECONDS if development else _START_SECONDS
    readiness = Readiness(port, seconds, lambda: output.say(_WELCOME.format(port=port)))
    return supervise(
        commands, env=add(env), cwd=ROOT, stop=stop, readiness=readiness, output=output
    )


if __name__ == "__main__":
    sys.exit(main())
