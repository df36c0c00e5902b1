"""Fixtures of the production tests: the whole site with one origin, started once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.ports import free_port
from monitoring.tests.collector import Collector, running_collector
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.site import Site


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    with running_collector() as collector:
        yield collector


@pytest.fixture(scope="session")
def site(collector: Collector) -> Iterator[Site]:
    ports = (free_port(), free_port())
    address = Address("latchkey.localhost", ports[1])
    with tempfile.TemporaryDirectory(prefix="latchkey-site-") as folder:
        site = Site(
            "one-origin",
            address,
            listen=ports,
            folder=Path(folder),
            report=lambda sentence: None,
            METRICS_PORT=str(free_port()),
            OTEL_EXPORTER_OTLP_ENDPOINT=collector.endpoint,
        )
        with site.running():
            yield site
