"""Prometheus metrics of a running server."""

import os
import re
import runpy
import signal
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from gunicorn_server.tests.running_server import BACKEND, Server, free_port, running_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@dataclass
class MeasuredServer:
    """A server and the port of its metrics."""

    server: Server
    port: int

    def send(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        with self.server.connect() as client:
            client.request(method, path, headers=headers)
            with client.getresponse() as response:
                return response.status, response.read().decode()

    def scrape(self) -> str:
        url = f"http://127.0.0.1:{self.port}/metrics"
        with urllib.request.urlopen(url, timeout=10) as response:
            return str(response.read().decode())

    def request_counts(self) -> dict[tuple[str, str, str], float]:
        return {
            (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
            for family in text_string_to_metric_families(self.scrape())
            for sample in family.samples
            if sample.name == "http_request_duration_seconds_count"
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Path:
    return tmp_path_factory.mktemp("metrics")


@pytest.fixture(scope="module")
def measured(folder: Path) -> Iterator[MeasuredServer]:
    """A server that also exports traces to an unreachable collector, which must do no harm."""
    port = free_port()
    variables = {
        "METRICS_PORT": str(port),
        "TMPDIR": str(folder),
        "WEB_CONCURRENCY": "3",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1",
        "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20hunter2",
        "OTEL_BSP_SCHEDULE_DELAY": "50",
        "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
    }
    with running_server(folder, **variables) as server:
        yield MeasuredServer(server, port)


def test_request_counts(measured: MeasuredServer) -> None:
    """By route, of all workers."""
    with ThreadPoolExecutor(12) as pool:
        paths = [f"/admin/accounts/user/{number}/change/" for number in range(60)]
        assert Counter(status for status, _ in pool.map(measured.send, paths)) == {302: 60}
    for path, status in {"/api/account/": 403, "/api/health/live": 200, "/x?y=z": 404}.items():
        assert measured.send(path)[0] == status
    assert measured.send("/api/account/", method="INVENTED")[0] == 403
    for _ in range(5):  # different workers respond
        assert measured.request_counts() == {
            ("GET", "/admin/accounts/user/<path:object_id>/change/", "302"): 60,
            ("GET", "/api/account/", "403"): 1,
            ("GET", "/api/health/live", "200"): 1,
            ("GET", "_OTHER", "404"): 1,
            ("_OTHER", "/api/account/", "403"): 1,
        }


def test_process_metrics(measured: MeasuredServer) -> None:
    """Of the master and each worker."""
    text = scrape_all_processes(measured)
    for name in ("resident_memory_bytes", "cpu_seconds_total", "open_fds"):
        pids = re.findall(rf'^process_{name}{{pid="(\d+)"}} [\d.e+]+$', text, re.MULTILINE)
        assert len(pids) == len(set(pids)) == 4
        assert str(measured.server.process.pid) in pids


def scrape_all_processes(measured: MeasuredServer) -> str:
    deadline = time.monotonic() + 20
    while (text := measured.scrape()).count("process_cpu_seconds_total{") < 4:
        assert time.monotonic() < deadline, text
        time.sleep(0.1)
    return text


def test_ports_are_separate(measured: MeasuredServer) -> None:
    """The API's port has no metrics, and theirs nothing else."""
    for host in ("localhost", f"localhost:{measured.port}"):
        for path in ("/metrics", "/api/metrics"):
            status, body = measured.send(path, Host=host)
            assert status == 404
            assert "process_" not in body
    url = f"http://127.0.0.1:{measured.port}/api/health/live"
    with urllib.request.urlopen(url, timeout=10) as response:
        assert b"process_" in response.read()


def test_graceful_exit(measured: MeasuredServer, folder: Path) -> None:
    """The last test: the server deletes its files and has logged no secret."""
    assert len(list(folder.glob("latchkey-metrics-*"))) == 1
    measured.server.process.send_signal(signal.SIGTERM)
    assert measured.server.process.wait(20) == 0
    assert list(folder.glob("latchkey-metrics-*")) == []
    # It did try to export traces.
    assert "opentelemetry" in measured.server.log.read_text()
    assert "hunter2" not in measured.server.log.read_text()


def test_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without METRICS_PORT nothing listens."""
    for name in ("API_PORT", "METRICS_PORT", "PROMETHEUS_MULTIPROC_DIR"):
        monkeypatch.delenv(name, raising=False)
    for port in (None, ""):
        if port is not None:
            monkeypatch.setenv("METRICS_PORT", port)
        assert runpy.run_path(str(BACKEND / "gunicorn.conf.py"))["bind"] == ["127.0.0.1:8000"]
        assert "PROMETHEUS_MULTIPROC_DIR" not in os.environ
