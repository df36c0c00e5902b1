"""Requests to stop: Ctrl-C, SIGTERM, a closed terminal, or the end of the parent process."""

import os
import signal
from pathlib import Path
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):  # noqa: N818 - a stop request is not an error
    """The program was asked to stop; `exit_code` is its exit code."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class StopRequest:
    """Records whether this process was asked to stop.

    The handlers only record the signal, so they cannot interrupt the start of a process halfway.
    """

    def __init__(self) -> None:
        self.parent = Parent()
        self.count = 0
        self._signal: signal.Signals | None = None

    def listen(self) -> None:
        """Handle the signals, even those that were ignored (as after a shell's `&`)."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._record)

    def received(self) -> bool:
        if self._signal is None and self.parent.gone_or_stopping():
            self._signal = signal.SIGINT
        return self._signal is not None

    @property
    def exit_code(self) -> int:
        """The exit code that a shell reports for a program that the signal ended."""
        return 128 + (self._signal or signal.SIGINT)

    def _record(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        self._signal = signal.Signals(number)


class Parent:
    """The process that started this one, usually make.

    make passes SIGTERM on to its programs, but not SIGINT, because Ctrl-C in a terminal reaches
    them anyway. After `kill -INT` it waits for programs that got no signal.
    """

    def __init__(self) -> None:
        self._pid = os.getppid()
        self._is_make = _name(self._pid) in {"make", "gmake"} and _catches_interrupt(self._pid)

    def gone_or_stopping(self) -> bool:
        """Whether the parent has ended, or is make and has received SIGINT."""
        if os.getppid() != self._pid:
            return True
        return self._is_make and not _catches_interrupt(self._pid)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:  # macOS has no /proc
        return ""


def _catches_interrupt(pid: int) -> bool:
    """Whether the process handles SIGINT; make removes its handler on the first one."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) & 1 << signal.SIGINT - 1)
