"""Install the programs that the tests need and this machine lacks, where that is possible.

    python -m tests.install_programs

It never fails: a test step that needs a program looks for it and says what is missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from tests.chromium import HEADLESS_SHELL, ChromiumMissingError, executable
from tests.production.rehearsal import programs

_TIMEOUT = 600


def install_chromium() -> None:
    """From Playwright, or else from Debian's packages; the headless shell from Debian alone."""
    if os.environ.get("CHROMIUM"):
        return
    if not _has_chromium():
        print("Downloading a Chromium with Playwright ...", flush=True)
        download = [sys.executable, "-m", "playwright", "install", "chromium"]
        if not run_quietly(download, os.environ) or not _has_chromium():
            print("  Playwright cannot download one here.", flush=True)
            apt_install(["chromium"])
    if not shutil.which(HEADLESS_SHELL):
        apt_install([HEADLESS_SHELL])


def _has_chromium() -> bool:
    try:
        return bool(executable())
    except ChromiumMissingError:
        return False


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages, if there is apt-get and this is root."""
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {', '.join(packages)} with apt-get ...", flush=True)
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *packages],
    ):
        if not run_quietly(command, {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}):
            print(f"  {' '.join(command[:2])} failed.", flush=True)
            return


def run_quietly(command: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Run a command without its output; whether it succeeded in time."""
    try:
        done = subprocess.run(
            command, env=environ, capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    install_chromium()
    apt_install(programs.missing_packages(programs.IN_TESTS))
