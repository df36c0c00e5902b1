"""Start programs in process groups, and end them with everything that they started."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from launch.signals import Interrupted, StopRequest

GRACE_SECONDS = 5.0
_KILL_SECONDS = 2.0
_POLL_SECONDS = 0.05


class ProcessGroup:
    """A program as the leader of a process group of its own."""

    def __init__(
        self,
        command: str | Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        output: int | IO[bytes] | None = None,
    ) -> None:
        """Start the command, through a shell if it is a string. `output` takes both streams."""
        self.leader = subprocess.Popen(
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
        return self.leader.poll()

    def signal(self, number: int) -> bool:
        """Send a signal to every process of the group; False when none is left. 0 only checks."""
        self.leader.poll()
        # macOS reports "not permitted" when only a zombie is left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.leader.pid, number)
            return True
        return False


def end(
    groups: Sequence[ProcessGroup],
    grace: float = GRACE_SECONDS,
    kill_now: Callable[[], bool] = lambda: False,
) -> None:
    """End every process: SIGTERM, then SIGKILL after `grace` seconds or once `kill_now()`."""
    for group in groups:
        group.signal(signal.SIGTERM)
    if not _all_ended(groups, grace, kill_now):
        for group in groups:
            group.signal(signal.SIGKILL)
        _all_ended(groups, _KILL_SECONDS, lambda: False)
    for group in groups:
        group.leader.wait()


def _all_ended(
    groups: Sequence[ProcessGroup], seconds: float, kill_now: Callable[[], bool]
) -> bool:
    deadline = time.monotonic() + seconds
    while any(group.signal(0) for group in groups):
        if time.monotonic() > deadline or kill_now():
            return False
        time.sleep(_POLL_SECONDS)
    return True


def wait(group: ProcessGroup, stop: StopRequest) -> int:
    """Wait for the group's leader, end what it left running, and give its exit code.

    Raises Interrupted, after the group has ended, when this process is asked to stop.
    """
    try:
        while (code := group.exit_code()) is None:
            if stop.received():
                raise Interrupted(stop.exit_code)
            time.sleep(_POLL_SECONDS)
    finally:
        end([group])
    return code
