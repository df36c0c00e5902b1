"""The build of the front end."""

import os
import subprocess

from launch.paths import ROOT
from tests.site import OF_MAKE


def is_stale(*options: str) -> bool:
    """Whether `make build` with these options would build it again."""
    environ = {name: value for name, value in os.environ.items() if name not in OF_MAKE}
    asked = subprocess.run(
        ["make", "--question", "--no-print-directory", *options, "build"],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode in (0, 1), asked.stderr
    return asked.returncode == 1
