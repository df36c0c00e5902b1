"""A stop signal to make alone, which make does not always pass on."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.tests.test_processes import running

MAKEFILE = """
all:
\t@exec {python} -m launch.step "Sleeping" sh -c 'echo $$$$ > {note}; exec sleep 60'
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_make_ends_its_program(tmp_path: Path, number: signal.Signals) -> None:
    note = tmp_path / "note"
    makefile = tmp_path / "Makefile"
    makefile.write_text(MAKEFILE.format(python=sys.executable, note=note))
    command = ["make", "-f", str(makefile)]
    make = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text().endswith("\n")):
        assert time.monotonic() < deadline, "the step did not start"
        time.sleep(0.01)
    sleeper = int(note.read_text())
    assert running([sleeper]) == [sleeper]

    make.send_signal(number)

    assert make.wait(timeout=5) == -number
    while running([sleeper]) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert running([sleeper]) == []
