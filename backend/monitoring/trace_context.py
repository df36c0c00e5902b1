"""The id and the trace of a request, which Caddy, Nuxt and Django share in their logs.

They travel as X-Request-ID and `traceparent`: https://www.w3.org/TR/trace-context/
"""

import logging
import re
import secrets
import uuid
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

# Nuxt has the same patterns: frontend/layers/session/server/utils/trace-headers.ts.
REQUEST_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
TRACEPARENT = re.compile(
    r"(?!ff)[\da-f]{2}-(?P<trace_id>(?!0{32})[\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}",
    re.ASCII,
)


@dataclass(frozen=True)
class TraceContext:
    """The ids of a request: a UUID or the caller's, and 32 hex digits."""

    request_id: str
    trace_id: str


current_trace: ContextVar[TraceContext | None] = ContextVar("trace", default=None)


def read_trace(headers: Mapping[str, str]) -> TraceContext:
    """The caller's ids, or new ones in place of missing and malformed ones."""
    request_id = headers.get("X-Request-ID", "")
    parent = TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    return TraceContext(
        request_id if REQUEST_ID.fullmatch(request_id) else str(uuid.uuid4()),
        parent["trace_id"] if parent else secrets.token_hex(16),
    )


class TraceFilter(logging.Filter):
    """Adds `request_id` and `trace_id` to log records, None outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django logs a response after the middleware has ended.
        trace = getattr(getattr(record, "request", None), "trace", None) or current_trace.get()
        record.request_id = trace.request_id if trace else None
        record.trace_id = trace.trace_id if trace else None
        return True
