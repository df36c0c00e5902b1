"""Run one step of the Makefile: announce it, keep its output in a file, leave nothing running.

    python -m launch.step [--stamp FILE] [--downloads] TITLE COMMAND...

The output is shown when the command fails. The stamp file exists only after a success.
"""

import argparse
import sys
import time
from pathlib import Path

from launch.paths import ROOT, VAR
from launch.processes import ProcessGroup, wait
from launch.signals import Interrupted, StopRequest

_DOWNLOAD_HINT = """\
If the download failed, check the network (and the proxy, HTTPS_PROXY), then run the same command
again. It continues with this step."""


def run(title: str, command: list[str], stamp: Path | None, hint: str) -> int:
    """Run the command and give its exit code."""
    stop = StopRequest()
    stop.listen()
    if stamp:
        stamp.unlink(missing_ok=True)
    print(f"{title} ...", flush=True)
    started = time.monotonic()
    log = VAR / "log" / f"{title.lower().replace(' ', '-')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log.open("wb") as output:
            code = wait(ProcessGroup(command, cwd=ROOT, output=output), stop)
    except Interrupted as interrupted:
        return interrupted.exit_code
    if code != 0:
        print(log.read_text(errors="replace"), file=sys.stderr)
        print(f"{title}: failed (exit code {code}). {hint}".rstrip(), file=sys.stderr)
        return 1
    if stamp:
        stamp.touch()
    if (seconds := time.monotonic() - started) >= 1:
        print(f"  {seconds:.0f} s", flush=True)
    return 0


def main() -> int:
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
