"""A span for each request and each of its queries, for OpenTelemetry.

OpenTelemetry's instrumentations would record whole URLs and exception messages. Here no header,
query string, query parameter or exception message is recorded.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from database.queries import install_query_wrapper
from monitoring.health import LIVE, READY
from monitoring.labels import method_label, route_label
from monitoring.trace_context import TRACEPARENT

tracer = trace.get_tracer("latchkey")
propagator = TraceContextTextMapPropagator()


class TracingMiddleware:
    """Outermost: it replaces the request's `traceparent` by its own span.

    So the log, which has the trace id of that header, has the id of the recorded trace.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Health checks are frequent and would hide other requests.
        if request.path in (LIVE, READY):
            return self.get_response(request)
        install_query_wrapper(trace_query)
        with tracer.start_as_current_span(
            method_label(request),
            context=caller_context(request),
            kind=SpanKind.SERVER,
            attributes={
                "http.request.method": method_label(request),
                "url.path": escape_uri_path(request.path),
            },
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            headers: dict[str, str] = {}
            propagator.inject(headers)
            request.META["HTTP_TRACEPARENT"] = headers.get("traceparent", "")
            response = self.get_response(request)
            record_response(span, request, response)
            return response


def caller_context(request: HttpRequest) -> Context:
    """The caller's context if its traceparent is valid, else an empty one."""
    parent = request.META.get("HTTP_TRACEPARENT", "")
    return propagator.extract({"traceparent": parent} if TRACEPARENT.fullmatch(parent) else {})


def record_response(span: Span, request: HttpRequest, response: HttpResponse) -> None:
    """Add route and status to the span of a request."""
    route = route_label(request)
    span.update_name(f"{method_label(request)} {route}")
    span.set_attribute("http.route", route)
    span.set_attribute("http.response.status_code", response.status_code)
    if response.status_code >= 500:
        span.set_attribute("error.type", str(response.status_code))
        span.set_status(StatusCode.ERROR)


def trace_query(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Record the SQL with its placeholders, without parameters."""
    if not trace.get_current_span().is_recording():
        return execute(sql, params, many, context)
    text = str(sql)
    with tracer.start_as_current_span(
        text.partition(" ")[0],
        kind=SpanKind.CLIENT,
        attributes={
            "db.system.name": context["connection"].vendor,
            "db.query.text": text,
        },
        # Messages may hold a value: "Key (email)=(…) already exists."
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR)
            raise
