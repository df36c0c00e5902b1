"""gunicorn's worker of threads, which hears that it shall end, and says so to others at once."""

import os
import signal

from gunicorn import util
from gunicorn.workers.gthread import ThreadWorker

from gunicorn_server.errors import refuse

ENDING = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}


def hold_back_ending() -> None:
    """Keep the signals that end a process waiting, in this one and in what it forks next.

    A new worker has the handlers of gunicorn's first process until it has set its own. What it is
    told before that is lost (benoitc/gunicorn, issue 1910): it serves on, and is killed in the
    midst of it when the time for ending well is over.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)


def let_end() -> None:
    """Let the signals through that have been held back."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


os.register_at_fork(after_in_parent=let_end)

util.write_error = refuse


class Worker(ThreadWorker):
    def init_signals(self) -> None:
        """Let through what has been said since the fork, now that the handlers are set."""
        super().init_signals()  # type: ignore[no-untyped-call]
        let_end()

    def set_accept_enabled(self, enabled: bool) -> None:
        """Hang up the listening sockets as soon as the worker has been told to end.

        gunicorn keeps them until its last request is finished. Meanwhile the system would go on
        taking connections that nobody will ever look at, and a proxy would take that for a request
        that may have been done. Where it is refused, it asks another server instead.
        """
        super().set_accept_enabled(enabled)  # type: ignore[no-untyped-call]
        if enabled or self.alive:
            return
        for listener in self.sockets:
            self.accept_those_who_wait(listener)
            listener.close()
        self.sockets = []

    def accept_those_who_wait(self, listener: object) -> None:
        before = -1
        while before != self.nr_conns:
            before = self.nr_conns
            self.accept(listener)  # type: ignore[no-untyped-call]
