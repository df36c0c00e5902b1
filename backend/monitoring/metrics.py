"""Request counts and durations for Prometheus.

Each worker counts in its own files, and the worker that is scraped adds them up:
https://prometheus.github.io/client_python/multiprocess/.
"""

import time
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector

from monitoring.labels import method_label, route_label
from monitoring.process_metrics import ProcessMetrics

# The same as in the front end: frontend/layers/monitoring/server/utils/metrics.ts.
REQUESTS = Histogram(
    "http_request_duration_seconds",
    "How long requests took, by method, route and status.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class MetricsMiddleware:
    """Observes the duration of each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        labels = (method_label(request), route_label(request), str(response.status_code))
        REQUESTS.labels(*labels).observe(time.perf_counter() - start)
        return response


def mount_metrics(application: WSGIApplication, port: int) -> WSGIApplication:
    """Serve the metrics at `port` and the application at every other port.

    gunicorn sets SERVER_PORT to the port of the socket; a request cannot change it.
    """
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(ProcessMetrics())
    metrics = make_wsgi_app(registry)

    def dispatch(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        app = metrics if environ["SERVER_PORT"] == str(port) else application
        return app(environ, start_response)

    return dispatch
