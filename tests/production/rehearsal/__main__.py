"""`make rehearse`: the production set-up on this machine's loopback, until Ctrl-C."""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from launch.ports import PortError, require_free
from launch.signals import StopRequest
from tests.production.rehearsal import programs
from tests.production.rehearsal.layouts import LAYOUTS, Address
from tests.production.rehearsal.site import Site
from tests.production.rehearsal.supervisor import StartError

# Browsers resolve names below localhost to the loopback.
_DOMAIN = "latchkey.localhost"
_ADMINISTRATOR = "admin@example.com"
_TICK_SECONDS = 0.1
_WELCOME = """
  The rehearsal is running:  {origin}

  Log in as   {email}
  Password    {password}

  Its certificate authority is new, and your browser does not trust it:
  accept the warning, or import {authority}

  Logs        {folder}
  Try         kill -HUP {pid}    restarts every server, one after the other, as an update does
              kill -9 <any of them>    restarts that process

  Ctrl-C stops it and removes its files.
"""


def main() -> int:
    """Run the site until a request to stop; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make rehearse", description=__doc__)
    parser.add_argument("--layout", choices=LAYOUTS, default="one-origin")
    parser.add_argument("--https-port", type=int, default=8443)
    parser.add_argument("--http-port", type=int, default=8080)
    chosen = parser.parse_args()
    stop = StopRequest()
    stop.listen()
    try:
        programs.require()
        for port in (chosen.https_port, chosen.http_port):
            require_free(port)
        with tempfile.TemporaryDirectory(prefix="latchkey-rehearsal-") as folder:
            site = Site(
                chosen.layout,
                Address(_DOMAIN, chosen.https_port),
                listen=(chosen.http_port, chosen.https_port),
                folder=Path(folder),
                report=_print,
            )
            _rehearse(site, stop)
    except (programs.ProgramsMissingError, PortError, StartError) as error:
        print(error, file=sys.stderr)
        return 1
    return stop.exit_code


def _rehearse(site: Site, stop: StopRequest) -> None:
    restart_requests: list[int] = []
    signal.signal(signal.SIGHUP, lambda number, frame: restart_requests.append(number))
    with site.running():
        password = site.make_administrator(_ADMINISTRATOR)
        _print(
            _WELCOME.format(
                origin=site.origin,
                email=_ADMINISTRATOR,
                password=password,
                authority=site.authority,
                folder=site.supervisor.folder,
                pid=os.getpid(),
            )
        )
        while not stop.received():
            if restart_requests:
                restart_requests.clear()
                site.supervisor.rolling_restart("api", "web", "worker")
                _print("Every server has been restarted.")
            time.sleep(_TICK_SECONDS)
        _print("\nStopping.")


def _print(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
