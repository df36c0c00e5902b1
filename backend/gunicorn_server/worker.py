"""gunicorn's threaded worker with a graceful exit that loses no request."""

import os
import signal

from gunicorn import util
from gunicorn.workers.gthread import ThreadWorker

from gunicorn_server.errors import write_error

EXIT_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}


def block_signals() -> None:
    """Defer exit signals, in this process and its next fork, until `unblock_signals()`.

    A new worker still has the handlers of the master, which lose a signal that comes before the
    worker sets its own: https://github.com/benoitc/gunicorn/issues/1910
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, EXIT_SIGNALS)


def unblock_signals() -> None:
    """Deliver exit signals, those deferred included."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, EXIT_SIGNALS)


os.register_at_fork(after_in_parent=unblock_signals)

# gunicorn has no setting for it.
util.write_error = write_error


class Worker(ThreadWorker):
    """Handles exit signals even while it starts, and then closes its listening sockets at once."""

    def init_signals(self) -> None:
        super().init_signals()  # type: ignore[no-untyped-call] # gunicorn has no types
        unblock_signals()

    def set_accept_enabled(self, enabled: bool) -> None:
        """Close the listening sockets as soon as the worker exits.

        gunicorn keeps them until the last request is finished, and the kernel keeps accepting
        connections that no worker reads. A proxy must treat such a request as possibly executed,
        but sends it to another server if the connection is refused.
        """
        super().set_accept_enabled(enabled)  # type: ignore[no-untyped-call] # gunicorn has no types
        if enabled or self.alive:
            return
        for listener in self.sockets:
            self.accept_pending(listener)
            listener.close()
        self.sockets = []

    def accept_pending(self, listener: object) -> None:
        """Accept the connections that are already waiting."""
        before = -1
        while before != self.nr_conns:
            before = self.nr_conns
            self.accept(listener)  # type: ignore[no-untyped-call] # gunicorn has no types
