"""Exports the spans by OTLP over HTTP; the OTEL_… variables configure it."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

DEFAULT_SERVICE_NAME = "latchkey-api"


def start_exporter() -> None:
    """Start the thread that exports, in each worker: threads do not survive a fork.

    Remaining spans are exported when the process exits.
    """
    provider = create_provider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def create_provider() -> TracerProvider:
    """A provider with our service name, unless the environment sets one."""
    resource = Resource.create()
    if str(resource.attributes["service.name"]).startswith("unknown_service"):
        resource = resource.merge(Resource({"service.name": DEFAULT_SERVICE_NAME}))
    return TracerProvider(resource=resource)
