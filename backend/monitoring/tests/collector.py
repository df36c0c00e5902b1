"""An OpenTelemetry collector for tests."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span as ProtoSpan


@dataclass(frozen=True)
class Span:
    """A span that the collector has received."""

    service: str
    name: str
    kind: str
    trace_id: str
    span_id: str
    parent: str  # empty for the root of a trace
    attributes: dict[str, object]
    failed: bool
    events: int


@dataclass
class Collector:
    """What it has received so far, decoded and as bytes."""

    port: int
    spans: list[Span] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a server that exports its spans here, soon after they end."""
        return {
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.endpoint,
            "OTEL_BSP_SCHEDULE_DELAY": "100",
        }

    def clear(self) -> None:
        self.spans.clear()
        self.raw.clear()

    def receive(self, body: bytes) -> None:
        self.raw.append(body)
        message = ExportTraceServiceRequest.FromString(body)
        for group in message.resource_spans:
            attributes = {each.key: read_value(each.value) for each in group.resource.attributes}
            for scope in group.scope_spans:
                service = str(attributes["service.name"])
                self.spans += [decode(service, span) for span in scope.spans]

    def wait_for(self, enough: Callable[[list[Span]], bool]) -> list[Span]:
        """The spans, as soon as `enough` accepts them."""
        deadline = time.monotonic() + 15
        while not enough(self.spans):
            assert time.monotonic() < deadline, self.spans
            time.sleep(0.05)
        return list(self.spans)

    def find(self, name: str) -> Span:
        """The only span with this name, as soon as it arrives."""
        spans = self.wait_for(lambda spans: any(span.name == name for span in spans))
        (found,) = [span for span in spans if span.name == name]
        return found


def decode(service: str, span: ProtoSpan) -> Span:
    return Span(
        service=service,
        name=span.name,
        kind=ProtoSpan.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        attributes={each.key: read_value(each.value) for each in span.attributes},
        failed=span.status.code == span.status.STATUS_CODE_ERROR,
        events=len(span.events),
    )


def read_value(value: AnyValue) -> object:
    return getattr(value, value.WhichOneof("value") or "string_value")


@contextmanager
def running_collector() -> Iterator[Collector]:
    """Run a collector until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            collector.receive(b"".join(self.read_body()))
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def read_body(self) -> Iterator[bytes]:
            if self.headers["Transfer-Encoding"] != "chunked":
                yield self.rfile.read(int(self.headers["Content-Length"]))
                return
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()

        def log_message(self, *words: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    collector = Collector(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
