"""Sends the spans to whoever collects them."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

NAME = "latchkey-api"


def start() -> None:
    """Begin to send, as the OTEL_… variables say; what is left is sent when the process ends.

    In each worker by itself, because the thread that sends does not outlive a fork.
    """
    provider = TracerProvider(resource=named(Resource.create()))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def named(resource: Resource) -> Resource:
    """With our name, unless the environment has given another."""
    given = str(resource.attributes["service.name"])
    unnamed = given.startswith("unknown_service")
    return resource.merge(Resource({"service.name": NAME})) if unnamed else resource
