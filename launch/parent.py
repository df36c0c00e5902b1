"""Noticing that make, which started this process, has gone or was told to stop.

make passes SIGTERM on to the programs it started, but not SIGINT: in a terminal Ctrl-C reaches them
anyway. `kill -INT` on make alone makes it wait for a program that was told nothing.
"""

import os
import signal
from pathlib import Path


class Parent:
    """The process that started this one."""

    def __init__(self) -> None:
        self._pid = os.getppid()
        self._is_make = _name(self._pid) in {"make", "gmake"} and _catches_interrupt(self._pid)

    def gone_or_stopping(self) -> bool:
        """Whether the parent is no more, or is make and has taken a SIGINT."""
        if os.getppid() != self._pid:
            return True
        return self._is_make and not _catches_interrupt(self._pid)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:  # no such file system here (macOS), or no such process any more
        return ""


def _catches_interrupt(pid: int) -> bool:
    """Whether the process still has a handler for SIGINT: make drops its own on the first one."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) & 1 << signal.SIGINT - 1)
