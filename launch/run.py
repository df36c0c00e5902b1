"""`make run` and `make dev`: both servers, until Ctrl-C."""

import argparse
import os
import sys

from launch import environment, procfile
from launch.interruption import Interruption
from launch.paths import ROOT
from launch.ports import PortError, require_free, wanted_api_port, wanted_port
from launch.readiness import Readiness
from launch.relay import Relay
from launch.supervisor import supervise

_WELCOME = """
  Latchkey is running:  http://localhost:{port}

  Log in as   alice@example.com, bob@example.com or charlie@example.com
  Password    open-sesame-42

  Ctrl-C stops it.
"""
_SECONDS_TO_START = 60
_SECONDS_TO_START_DEVELOPMENT = 180  # nuxt dev compiles on the first request


def main() -> int:
    """Start the servers and stay until they end; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="reload when the code changes")
    development: bool = parser.parse_args().dev

    interruption = Interruption()
    interruption.listen()
    try:
        port = wanted_port(os.environ.get("PORT", ""))
        require_free(port)
        api_port = wanted_api_port(os.environ.get("API_PORT", ""))
    except PortError as error:
        print(error, file=sys.stderr)
        return 1
    servers = environment.for_servers(os.environ, port=port, api_port=api_port)

    if development:
        commands = procfile.read(ROOT / "Procfile.dev")
        env = environment.for_development(servers)
        seconds = _SECONDS_TO_START_DEVELOPMENT
    else:
        commands = procfile.read(ROOT / "Procfile")
        env = environment.for_production_build(servers)
        seconds = _SECONDS_TO_START

    relay = Relay(list(commands))
    relay.say("Starting the API and the Nuxt server ...")
    return supervise(
        commands,
        env=env,
        cwd=ROOT,
        interruption=interruption,
        readiness=Readiness(port, seconds, lambda: relay.say(_WELCOME.format(port=port))),
        relay=relay,
    )


if __name__ == "__main__":
    sys.exit(main())
