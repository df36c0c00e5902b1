"""Being asked to stop: Ctrl-C, SIGTERM, a closed terminal, or make being gone."""

import signal
from types import FrameType

from launch.parent import Parent

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):  # noqa: N818 - it is no error
    """Raised where the work was given up because someone asked for it."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class Interruption:
    """Remembers whether this process was asked to stop.

    The handlers only take a note: whatever is being done at that moment is not disturbed.
    """

    def __init__(self) -> None:
        self._parent = Parent()
        self._signal: signal.Signals | None = None
        self.times = 0

    def listen(self) -> None:
        """From here on take note of signals, even where they were ignored (a shell's `&`)."""
        for number in _SIGNALS:
            signal.signal(number, self._take_note)

    def asked(self) -> bool:
        """Whether there is a reason to stop."""
        if self._signal is None and self._parent.gone_or_stopping():
            self._signal = signal.SIGINT
        return self._signal is not None

    @property
    def exit_code(self) -> int:
        """The exit code a shell gives to a program that this signal ended."""
        return 128 + (self._signal or signal.SIGINT)

    def _take_note(self, number: int, frame: FrameType | None) -> None:
        self.times += 1
        self._signal = signal.Signals(number)
