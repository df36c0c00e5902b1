"""Answers Prometheus, at a port of its own that no proxy leads to."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector

from observability.processes import Processes


def beside(application: WSGIApplication, port: int) -> WSGIApplication:
    """The application at its port and the metrics at theirs, each where the other is not.

    gunicorn says at which of its sockets a request has come in; nothing in the request can.
    """
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    registry.register(Processes())
    metrics = make_wsgi_app(registry)

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = metrics if environ["SERVER_PORT"] == str(port) else application
        return asked(environ, start_response)

    return serve
