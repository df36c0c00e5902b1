"""One line in the log for each request, and on its answer what the line is found by."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

from database.queries import time_queries
from monitoring.health import LIVE, READY
from monitoring.trace_context import current, trace_of

logger = logging.getLogger("request")


def milliseconds(seconds: float) -> int:
    """Whole ones: finer, the time of a refused log-in would tell more than its answer does."""
    return round(seconds * 1000)


class RequestLogMiddleware:
    """Writes a line for each request. It comes second: ProxyHeadersMiddleware finds the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        trace = trace_of(request.headers)
        # For log records that are written when this function has ended.
        request.trace = trace  # type: ignore[attr-defined]
        before = current.set(trace)
        try:
            with time_queries() as database:
                response = self.get_response(request)
            taken = milliseconds(time.perf_counter() - began)
            response["X-Request-ID"] = trace.request_id
            timing = f"api;dur={taken}, db;dur={milliseconds(database.seconds)}"
            response["Server-Timing"] = timing
            write_line(request, response, taken)
            return response
        finally:
            current.reset(before)


def write_line(request: HttpRequest, response: HttpResponse, taken: int) -> None:
    # Proxies and supervisors ask for ever; that all is well would bury what people did.
    if request.path in (LIVE, READY) and response.status_code == HTTPStatus.OK:
        return
    # As it was sent, so that no path can pass for a line of its own; and without the query, which
    # may say what somebody looks for.
    path = escape_uri_path(request.path)
    logger.info(
        "%s %s %s %sms",
        request.method,
        path,
        response.status_code,
        taken,
        extra={
            "method": request.method,
            "path": path,
            "status": response.status_code,
            "milliseconds": taken,
            "address": request.META.get("REMOTE_ADDR", ""),
        },
    )
