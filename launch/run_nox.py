"""`make test`: run the steps of noxfile.py, then print a table of their results.

python -m launch.run_nox NOXFILE [OPTION...]    takes nox's options
"""

import json
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import nox.__main__

from launch.signals import STOP_SIGNALS, Parent

_POLL_SECONDS = 0.2
# Two programs that use a core each, and one that waits for servers.
_PARALLEL = 3


def stop_like_ctrl_c() -> None:
    """Make nox end its steps on each stop signal; nox itself handles only SIGINT."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.default_int_handler)
    parent = Parent()

    def watch() -> None:
        while not parent.gone_or_stopping():
            time.sleep(_POLL_SECONDS)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=watch, daemon=True).start()


def table(sessions: list[dict[str, Any]]) -> str:
    """A line per session of nox's report, and a last line with the totals."""
    rows = [
        (
            each["signatures"][0],
            f"{each['duration']:.0f} s",
            "FAILED" if each["result"] in {"failed", "aborted"} else each["result"],
            each["reason"] or "",
        )
        for each in sessions
    ]
    width = max(len(row[0]) for row in rows)
    lines = [
        f"{name:<{width}}  {took:>6}  {end:<8} {why}".rstrip() for name, took, end, why in rows
    ]
    failed = sum(end == "FAILED" for _, _, end, _ in rows)
    passed = sum(end == "success" for _, _, end, _ in rows)
    return "\n".join([*lines, "", f"{passed} passed, {failed} failed"])


def main(noxfile: str, *options: str) -> int:
    """Run nox and return its exit code."""
    stop_like_ctrl_c()
    with tempfile.TemporaryDirectory(prefix="latchkey-test-") as folder:
        report = Path(folder) / "report.json"
        common = [f"--noxfile={noxfile}", f"--report={report}", f"--parallel={_PARALLEL}"]
        sys.argv = ["nox", *common, *options]
        try:
            nox.__main__.main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        if report.exists():
            print(f"\n{table(json.loads(report.read_text())['sessions'])}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
