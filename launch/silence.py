"""Running a program whose words nobody needs."""

import subprocess
from collections.abc import Mapping

from launch.interruption import Interruption
from launch.processes import Group, wait


def succeeds(
    command: list[str],
    seconds: float,
    interruption: Interruption,
    environ: Mapping[str, str] | None = None,
) -> bool:
    """Run a command in silence; one that takes too long has failed."""
    group = Group(command, env=environ, output=subprocess.DEVNULL)
    try:
        return wait(group, interruption, seconds) == 0
    except TimeoutError:
        return False
