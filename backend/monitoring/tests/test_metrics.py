"""What Prometheus is told, where, and by whom it is added up."""

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

pytestmark = pytest.mark.django_db(transaction=True)

REQUESTS = "http_request_duration_seconds_count"


@dataclass
class Watched:
    """A server and the port of its metrics."""

    server: Server
    port: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        with self.server.connect() as client:
            client.request(method, path, headers=headers)
            with client.getresponse() as response:
                return response.status, response.read().decode()

    def scrape(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
            return str(answer.read().decode())

    def counts(self) -> dict[tuple[str, str, str], float]:
        return {
            (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
            for family in text_string_to_metric_families(self.scrape())
            for sample in family.samples
            if sample.name == REQUESTS
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Path:
    return tmp_path_factory.mktemp("metrics")


@pytest.fixture(scope="module")
def watched(folder: Path) -> Iterator[Watched]:
    port = free_port()
    settings = {"METRICS_PORT": str(port), "TMPDIR": str(folder), "WEB_CONCURRENCY": "3"}
    with running_server(folder, **settings) as server:
        yield Watched(server, port)


def test_the_requests_of_all_workers_are_counted_by_route(watched: Watched) -> None:
    with ThreadPoolExecutor(12) as pool:
        paths = [f"/admin/accounts/user/{number}/change/" for number in range(60)]
        assert Counter(status for status, _ in pool.map(watched.ask, paths)) == {302: 60}
    for path, status in {"/api/account/": 403, "/api/health/live": 200, "/x?y=z": 404}.items():
        assert watched.ask(path)[0] == status
    assert watched.ask("/api/account/", method="INVENTED")[0] == 403
    for _ in range(5):  # whoever is asked
        assert watched.counts() == {
            ("GET", "/admin/accounts/user/<path:object_id>/change/", "302"): 60,
            ("GET", "/api/account/", "403"): 1,
            ("GET", "/api/health/live", "200"): 1,
            ("GET", "_OTHER", "404"): 1,
            ("_OTHER", "/api/account/", "403"): 1,
        }


def test_each_process_is_told_by_its_memory_and_processor_time(watched: Watched) -> None:
    said = once_all_workers_run(watched)
    for figure in ("resident_memory_bytes", "cpu_seconds_total", "open_fds"):
        pids = re.findall(rf'^process_{figure}{{pid="(\d+)"}} [\d.e+]+$', said, re.MULTILINE)
        assert len(pids) == len(set(pids)) == 4
        assert str(watched.server.process.pid) in pids


def once_all_workers_run(watched: Watched) -> str:
    deadline = time.monotonic() + 20
    while (said := watched.scrape()).count("process_cpu_seconds_total{") < 4:
        assert time.monotonic() < deadline, said
        time.sleep(0.1)
    return said


def test_the_public_port_has_no_metrics_and_theirs_nothing_else(watched: Watched) -> None:
    for host in ("localhost", f"localhost:{watched.port}"):
        for path in ("/metrics", "/api/metrics"):
            status, body = watched.ask(path, Host=host)
            assert status == 404
            assert "process_" not in body
    address = f"http://127.0.0.1:{watched.port}/api/health/live"
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert b"process_" in answer.read()


def test_it_ends_gracefully_and_leaves_nothing_behind(watched: Watched, folder: Path) -> None:
    assert len(list(folder.glob("latchkey-metrics-*"))) == 1
    watched.server.process.send_signal(signal.SIGTERM)
    assert watched.server.process.wait(20) == 0
    assert list(folder.glob("latchkey-metrics-*")) == []


@pytest.mark.parametrize("metrics_port", ["", None])
def test_off_means_that_nothing_listens(
    monkeypatch: pytest.MonkeyPatch, metrics_port: str | None
) -> None:
    for name in ("API_PORT", "METRICS_PORT", "PROMETHEUS_MULTIPROC_DIR"):
        monkeypatch.delenv(name, raising=False)
    if metrics_port is not None:
        monkeypatch.setenv("METRICS_PORT", metrics_port)
    assert runpy.run_path(str(BACKEND / "gunicorn.conf.py"))["bind"] == ["127.0.0.1:8000"]
    assert "PROMETHEUS_MULTIPROC_DIR" not in os.environ
