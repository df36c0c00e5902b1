"""Running the processes of the site together: they start together and end together.

honcho reads the Procfile and prints the lines; ending is done here, because honcho's own loop can
be thrown off by a signal in the wrong moment and then leaves processes behind.
"""

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from launch.interruption import Interruption
from launch.processes import Group, end
from launch.readiness import Readiness
from launch.relay import Relay

_TICK_SECONDS = 0.1


def supervise(
    commands: Mapping[str, str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    interruption: Interruption,
    readiness: Readiness,
    relay: Relay,
) -> int:
    """Run the commands until one ends, the site does not come up, or someone asks to stop.

    Gives the exit code; none of the processes is left when it returns.
    """
    groups: dict[str, Group] = {}
    try:
        for name, command in commands.items():
            groups[name] = Group(command, env=env, cwd=cwd, output=subprocess.PIPE)
            relay.follow(name, groups[name].child)
        return _watch(groups, interruption, readiness, relay)
    finally:
        already = interruption.times
        end(list(groups.values()), impatient=lambda: interruption.times > already)
        relay.drain()


def _watch(
    groups: Mapping[str, Group],
    interruption: Interruption,
    readiness: Readiness,
    relay: Relay,
) -> int:
    while True:
        if interruption.asked():
            relay.say("\nStopping.")
            return interruption.exit_code
        for name, group in groups.items():
            if (code := group.exit_code()) is not None:
                relay.say(f"The process `{name}` ended by itself (exit code {code}); stopping.")
                return 1
        if readiness.overdue():
            relay.say("The site did not come up in time; stopping.")
            return 1
        time.sleep(_TICK_SECONDS)
