"""Counts the requests and measures how long they take, for Prometheus.

Every worker counts for itself, in files that whoever is asked adds up: prometheus_client's
multiprocess mode.
"""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from observability.routes import method_of, route_of

# The same as in the front end: frontend/layers/observability/server/metrics/metrics.ts.
REQUESTS = Histogram(
    "http_request_duration_seconds",
    "How long requests took, by method, route and status.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class MetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        labels = (method_of(request), route_of(request), str(response.status_code))
        REQUESTS.labels(*labels).observe(time.perf_counter() - began)
        return response
