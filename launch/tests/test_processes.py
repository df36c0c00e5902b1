"""Programs end with everything that they started, even those that ignore SIGTERM."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from launch.processes import ProcessGroup, end, wait
from launch.signals import STOP_SIGNALS, Interrupted, StopRequest

# Starts a child, writes both process ids, and sleeps.
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}\\n")
time.sleep(60)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + FAMILY


def started(code: str, note: Path) -> tuple[ProcessGroup, list[int]]:
    """Run the program; gives it with the ids of its processes."""
    group = ProcessGroup([sys.executable, "-c", code, str(note)])
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text().endswith("\n")):
        assert time.monotonic() < deadline, "the program did not start"
        time.sleep(0.01)
    return group, [int(number) for number in note.read_text().split()]


def running(pids: list[int]) -> list[int]:
    """The running processes, without zombies."""
    left = []
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
        except OSError:
            continue
        if state != "Z":
            left.append(pid)
    return left


def test_a_program_ends_with_all_it_started(tmp_path: Path) -> None:
    group, pids = started(FAMILY, tmp_path / "note")
    assert running(pids) == pids

    end([group])

    assert running(pids) == []


def test_sigkill_follows_after_the_grace(tmp_path: Path) -> None:
    group, pids = started(STUBBORN, tmp_path / "note")
    before = time.monotonic()

    end([group], grace=0.5)

    assert 0.5 <= time.monotonic() - before < 5
    assert running(pids) == []


def test_kill_now_skips_the_grace(tmp_path: Path) -> None:
    group, pids = started(STUBBORN, tmp_path / "note")
    before = time.monotonic()

    end([group], grace=60, kill_now=lambda: True)

    assert time.monotonic() - before < 10
    assert running(pids) == []


def test_children_of_a_dead_leader_end(tmp_path: Path) -> None:
    group, pids = started(FAMILY, tmp_path / "note")
    os.kill(pids[0], signal.SIGKILL)

    assert wait(group, StopRequest()) == -signal.SIGKILL

    assert running(pids) == []


def test_ending_an_ended_program_is_no_error(tmp_path: Path) -> None:
    group = ProcessGroup([sys.executable, "-c", ""])
    assert wait(group, StopRequest()) == 0

    end([group])


@pytest.mark.parametrize("code", [0, 1, 7])
def test_wait_gives_the_exit_code(code: int) -> None:
    assert (
        wait(ProcessGroup([sys.executable, "-c", f"raise SystemExit({code})"]), StopRequest())
        == code
    )


@pytest.mark.parametrize("number", STOP_SIGNALS)
def test_a_signal_ends_the_program(tmp_path: Path, number: signal.Signals) -> None:
    kept = {each: signal.getsignal(each) for each in STOP_SIGNALS}
    try:
        stop = StopRequest()
        stop.listen()
        group, pids = started(FAMILY, tmp_path / "note")
        os.kill(os.getpid(), number)

        with pytest.raises(Interrupted) as interrupted:
            wait(group, stop)
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)

    assert interrupted.value.exit_code == 128 + number
    assert running(pids) == []


def test_a_program_reads_an_empty_input() -> None:
    code = "import sys; sys.exit(len(sys.stdin.read()))"
    assert wait(ProcessGroup([sys.executable, "-c", code]), StopRequest()) == 0
