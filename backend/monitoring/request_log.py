"""One log line for each request, and the response headers X-Request-ID and Server-Timing."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

from database.queries import time_queries
from monitoring.health import LIVE, READY
from monitoring.trace_context import current_trace, read_trace

logger = logging.getLogger("request")


class RequestLogMiddleware:
    """Comes after ProxyHeadersMiddleware, which finds the client's address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        trace = read_trace(request.headers)
        # For records that Django logs after this middleware.
        request.trace = trace  # type: ignore[attr-defined]
        token = current_trace.set(trace)
        try:
            with time_queries() as queries:
                response = self.get_response(request)
            duration = milliseconds(time.perf_counter() - start)
            response["X-Request-ID"] = trace.request_id
            response["Server-Timing"] = (
                f"api;dur={duration}, db;dur={milliseconds(queries.seconds)}"
            )
            log_request(request, response, duration)
            return response
        finally:
            current_trace.reset(token)


def milliseconds(seconds: float) -> int:
    """Rounded, because finer values would reveal why a log-in was refused."""
    return round(seconds * 1000)


def log_request(request: HttpRequest, response: HttpResponse, duration: int) -> None:
    """Write the line of a request; `duration` is in milliseconds."""
    # Do not log successful health checks.
    if request.path in (LIVE, READY) and response.status_code == HTTPStatus.OK:
        return
    # Escaped against log injection. The query string may hold personal data.
    path = escape_uri_path(request.path)
    logger.info(
        "%s %s %s %sms",
        request.method,
        path,
        response.status_code,
        duration,
        extra={
            "method": request.method,
            "path": path,
            "status": response.status_code,
            "milliseconds": duration,
            "address": request.META.get("REMOTE_ADDR", ""),
        },
    )
