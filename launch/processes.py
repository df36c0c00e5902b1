"""Starting programs so that nothing of them is left behind when they end."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from launch.interruption import Interrupted, Interruption

GRACE_SECONDS = 5.0
# Even SIGKILL takes a moment to take effect.
_KILL_SECONDS = 2.0
_TICK_SECONDS = 0.05


class Group:
    """A program as the leader of a process group of its own: whatever it starts ends with it."""

    def __init__(
        self,
        command: str | Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        output: int | IO[bytes] | None = None,
    ) -> None:
        self.child = subprocess.Popen(
            command,
            shell=isinstance(command, str),
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            start_new_session=True,
        )

    def exit_code(self) -> int | None:
        """The leader's exit code, or None while it runs."""
        return self.child.poll()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to every process of the group."""
        # Nobody may be there any more; macOS says "not permitted" when only a zombie is left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child.pid, number)

    def alive(self) -> bool:
        """Whether any process of the group still runs."""
        self.child.poll()
        try:
            os.killpg(self.child.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True


def end(
    groups: Sequence[Group],
    grace: float = GRACE_SECONDS,
    impatient: Callable[[], bool] = lambda: False,
) -> None:
    """End every process of the groups: politely first, after `grace` seconds for certain."""
    for group in groups:
        group.signal(signal.SIGTERM)
    if not _all_ended(groups, grace, impatient):
        for group in groups:
            group.signal(signal.SIGKILL)
        _all_ended(groups, _KILL_SECONDS, lambda: False)
    for group in groups:
        group.child.wait()


def _all_ended(groups: Sequence[Group], seconds: float, impatient: Callable[[], bool]) -> bool:
    """Wait until no process of the groups runs, for so long at most."""
    deadline = time.monotonic() + seconds
    while any(group.alive() for group in groups):
        if time.monotonic() > deadline or impatient():
            return False
        time.sleep(_TICK_SECONDS)
    return True


def wait(group: Group, interruption: Interruption, timeout: float | None = None) -> int:
    """Wait for the group's leader and end what it left running.

    Raises Interrupted when this process is asked to stop, TimeoutError when it takes too long; the
    group has ended in either case.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    try:
        while (code := group.exit_code()) is None:
            if interruption.asked():
                raise Interrupted(interruption.exit_code)
            if deadline is not None and time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(_TICK_SECONDS)
    finally:
        end([group])
    return code
