"""Programs from Debian's packages, where they may be installed."""

import os
import shutil
from collections.abc import Sequence

from launch.interruption import Interruption
from launch.silence import succeeds

_SECONDS = 600


def install(packages: Sequence[str], interruption: Interruption) -> None:
    """Install the packages if this is Debian and we are root. Says what it does: it can take long.

    Whether they are there afterwards is for the caller to see.
    """
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {', '.join(packages)} with apt-get ...", flush=True)
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *packages],
    ):
        if not succeeds(command, _SECONDS, interruption, environ):
            print(f"  {' '.join(command[:2])} failed.", flush=True)
            return
