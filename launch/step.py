"""One step of the Makefile: says what it does, keeps the noise in a file, leaves nothing running.

The noise is shown when the step fails. A stamp file, if one is named, exists only after a success.
"""

import argparse
import sys
import time
from pathlib import Path

from launch.interruption import Interrupted, Interruption
from launch.paths import ROOT, VAR
from launch.processes import Group, wait

_DOWNLOAD_HINT = """\
If it is the download that failed: check the network (and the proxy, HTTPS_PROXY), then run the same
command again; what is done already is not done again."""


def run(title: str, command: list[str], stamp: Path | None, hint: str) -> int:
    """Run the command and give its exit code."""
    interruption = Interruption()
    interruption.listen()
    if stamp:
        stamp.unlink(missing_ok=True)
    print(f"{title} ...", flush=True)
    started = time.monotonic()
    log = _log_file(title)
    try:
        with log.open("wb") as output:
            code = wait(Group(command, cwd=ROOT, output=output), interruption)
    except Interrupted as interrupted:
        return interrupted.exit_code
    if code != 0:
        print(log.read_text(errors="replace"), file=sys.stderr)
        print(f"{title}: failed (exit code {code}). {hint}".rstrip(), file=sys.stderr)
        return 1
    if stamp:
        stamp.touch()
    seconds = time.monotonic() - started
    if seconds >= 1:
        print(f"  {seconds:.0f} s", flush=True)
    return 0


def _log_file(title: str) -> Path:
    folder = VAR / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{title.lower().replace(' ', '-')}.log"


def main() -> int:
    """`python -m launch.step [--stamp FILE] [--downloads] TITLE COMMAND...`"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stamp", type=Path)
    parser.add_argument("--downloads", action="store_true")
    parser.add_argument("title")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    hint = _DOWNLOAD_HINT if given.downloads else ""
    return run(given.title, given.command, given.stamp, hint)


if __name__ == "__main__":
    sys.exit(main())
