"""gunicorn's worker of threads, which turns away at once whom it will not serve any more."""

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    def set_accept_enabled(self, enabled: bool) -> None:
        """Hang up the listening sockets as soon as the worker has been told to end.

        gunicorn keeps them until its last request is finished. Meanwhile the system would go on
        taking connections that nobody will ever look at, and a proxy would take that for a request
        that may have been done. Where it is refused, it asks another server instead.
        """
        super().set_accept_enabled(enabled)  # type: ignore[no-untyped-call]
        if self.alive:
            return
        for listener in self.sockets:
            self.accept_those_who_wait(listener)
            listener.close()

    def accept_those_who_wait(self, listener: object) -> None:
        before = -1
        while before != self.nr_conns:
            before = self.nr_conns
            self.accept(listener)  # type: ignore[no-untyped-call]
