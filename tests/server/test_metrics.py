"""The metrics of the Nuxt server, on their own port."""

import re
from concurrent.futures import ThreadPoolExecutor

from prometheus_client.parser import text_string_to_metric_families

from tests.http_client import HOST, free_port, request
from tests.server.conftest import StartServer
from tests.server.stub_api import Response, StubApi


def counts(text: str) -> dict[tuple[str, str, str], float]:
    return {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "http_request_duration_seconds_count"
    }


def test_requests_are_counted_by_route(start_server: StartServer, api: StubApi) -> None:
    api.respond("/api/account/", Response())
    port = free_port()
    with start_server(NUXT_METRICS_PORT=str(port)) as server:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(server.get, [f"/made-up-{number}" for number in range(8)]))
        expected = {("GET", "_OTHER", "404"): 8}
        for path, route in {
            "/login?q=secret": "/login",
            "/about": "/about",
            "/account": "/account",
            "/health/live": "/health/live",
            "/api/account/?q=secret": "/api/",
        }.items():
            assert server.get(path).status == 200
            expected["GET", route, "200"] = 1

        response = request(port, "/metrics").text

    assert counts(response) == expected
    assert "secret" not in response
    for figure in ("resident_memory_bytes", "cpu_seconds_total"):
        assert re.search(rf"^process_{figure} [\d.e+]+$", response, re.MULTILINE)


def test_public_port_has_no_metrics(start_server: StartServer, api: StubApi) -> None:
    port = free_port()
    with start_server(NUXT_METRICS_PORT=str(port)) as server:
        assert b"process_cpu" in request(port, "/").body
        for path in ("/metrics", "/api/metrics"):
            reply = server.get(path, ("Host", f"{HOST}:{port}"))
            assert reply.status == 404
            assert b"process_cpu" not in reply.body


def test_server_with_metrics_stops(start_server: StartServer) -> None:
    port = free_port()
    with start_server(NUXT_METRICS_PORT=str(port)) as server:
        assert request(port, "/metrics").status == 200
        server.process.terminate()
        assert server.process.wait(timeout=10) == 0
