"""A span for each request, and one for each query that it makes, for OpenTelemetry.

What is told of them is named here, one by one. No header, no query of an address and no value that
goes to the database is: our own few lines instead of the instrumentations, which tell the whole
address and the words of every exception unless they are talked out of it.
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
    """First: it puts its span into the request as if the caller had named it.

    So the lines of the log, which say the caller's trace, say the one that is told here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Proxies and supervisors ask for ever; their traces would bury those of people.
        if request.path in (LIVE, READY):
            return self.get_response(request)
        install_query_wrapper(traced)
        with tracer.start_as_current_span(
            method_label(request),
            context=caller(request),
            kind=SpanKind.SERVER,
            attributes={
                "http.request.method": method_label(request),
                "url.path": escape_uri_path(request.path),
            },
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            here: dict[str, str] = {}
            propagator.inject(here)
            request.META["HTTP_TRACEPARENT"] = here.get("traceparent", "")
            response = self.get_response(request)
            tell_end(span, request, response)
            return response


def caller(request: HttpRequest) -> Context:
    """The caller's context if its traceparent is valid, else a new trace."""
    parent = request.META.get("HTTP_TRACEPARENT", "")
    return propagator.extract({"traceparent": parent} if TRACEPARENT.fullmatch(parent) else {})


def tell_end(span: Span, request: HttpRequest, response: HttpResponse) -> None:
    route = route_label(request)
    span.update_name(f"{method_label(request)} {route}")
    span.set_attribute("http.route", route)
    span.set_attribute("http.response.status_code", response.status_code)
    if response.status_code >= 500:
        span.set_attribute("error.type", str(response.status_code))
        span.set_status(StatusCode.ERROR)


def traced(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Wraps a query: its text has placeholders where the values will stand."""
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
        # The words of an exception may hold a value: "Key (email)=(…) already exists."
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR)
            raise
