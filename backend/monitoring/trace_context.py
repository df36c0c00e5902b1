"""What ties together all that is done for one request, in whichever process: its id and its trace.

Caddy names a request, Nuxt and Django go on with that name (X-Request-ID, and `traceparent` of
https://www.w3.org/TR/trace-context/), and every line in the logs of the three says it.
"""

import logging
import re
import secrets
import uuid
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

# The same as in the front end: frontend/layers/session/server/utils/trace-headers.ts.
REQUEST_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
TRACEPARENT = re.compile(
    r"(?!ff)[\da-f]{2}-(?P<trace_id>(?!0{32})[\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}",
    re.ASCII,
)


@dataclass(frozen=True)
class Trace:
    request_id: str
    trace_id: str


current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def trace_of(headers: Mapping[str, str]) -> Trace:
    """The caller's, or a new one where there is none or it is malformed."""
    request_id = headers.get("X-Request-ID", "")
    parent = TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    return Trace(
        request_id if REQUEST_ID.fullmatch(request_id) else str(uuid.uuid4()),
        parent["trace_id"] if parent else secrets.token_hex(16),
    )


class TraceFilter(logging.Filter):
    """Tells every log record which request it belongs to, if any."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django itself logs an answer after the last middleware has seen it.
        trace = getattr(getattr(record, "request", None), "trace", None) or current.get()
        record.request_id = trace.request_id if trace else None
        record.trace_id = trace.trace_id if trace else None
        return True
