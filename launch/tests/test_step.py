"""A step of the Makefile: its output and its stamp."""

import os
import subprocess
import sys
from pathlib import Path

from launch.paths import ROOT


def step(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "launch.step", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_success_prints_a_line_and_leaves_a_stamp(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"

    done = step("--stamp", str(stamp), "Trying a step", sys.executable, "-c", "print('noise')")

    assert (done.returncode, done.stdout, done.stderr) == (0, "Trying a step ...\n", "")
    assert stamp.exists()


def test_a_failure_shows_the_output(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    stamp.touch()
    code = "print('why it failed'); raise SystemExit(4)"

    done = step("--stamp", str(stamp), "Trying a step", sys.executable, "-c", code)

    assert done.returncode == 1
    assert "why it failed" in done.stderr
    assert done.stderr.endswith("Trying a step: failed (exit code 4).\n")
    assert not stamp.exists()


def test_a_failed_download_is_explained() -> None:
    done = step("--downloads", "Trying a step", sys.executable, "-c", "raise SystemExit(1)")

    assert "check the network" in done.stderr
