"""gunicorn and Node: connections, unreadable requests, hosts and compression."""

import http.client
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from launch.paths import FRONTEND, ROOT
from launch.ports import free_port
from tests.production.proxy_client import HTTPS_HEADERS, Proxy
from tests.production.rehearsal.compose import Service, seconds
from tests.production.rehearsal.layouts import Address
from tests.production.rehearsal.site import Site

# The port, and a path that the server answers without other processes.
SERVERS = {"api": (8000, "/api/health/live"), "web": (3000, "/health/live")}


def without_dependencies(services: dict[str, Service]) -> dict[str, Service]:
    """One server of each kind and the proxy, without database and cache."""
    return {
        name: replace(services[name], depends_on={}, health_command=(), replicas=1)
        for name in (*SERVERS, "proxy")
    }


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    ports = (free_port(), free_port())
    with tempfile.TemporaryDirectory(prefix="latchkey-servers-") as folder:
        site = Site(
            "one-origin",
            Address("latchkey.localhost", ports[1]),
            listen=ports,
            folder=Path(folder),
            report=lambda sentence: None,
            change=without_dependencies,
        )
        with site.running():
            yield Proxy(site, ports, (0, 0), (0, 0))


def connected(address: str, port: int, path: str) -> http.client.HTTPConnection:
    """A connection that has served a request. It waits for the server to start."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(address, port, timeout=10)
        with suppress(ConnectionError):
            connection.request("GET", path)
            connection.getresponse().read()
            return connection
        time.sleep(0.1)
    raise AssertionError(f"no answer at {address}:{port}")


def test_the_proxy_closes_idle_connections_first(proxy: Proxy) -> None:
    """A server that closes first may do so while the next request is on its way."""
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    [kept] = re.findall(r"^\t+keepalive (\w+)$", caddyfile, re.MULTILINE)
    for name, (port, path) in SERVERS.items():
        (server,) = proxy.site.supervisor.of(name)
        with closing(connected(server.address, port, path)) as connection:
            socket = connection.sock
            time.sleep(seconds(kept) + 0.5)
            connection.request("GET", path)
            assert connection.getresponse().status == 200, name
            assert connection.sock is socket, f"{name} closed the connection"


@pytest.mark.parametrize(
    ("name", "path", "headers", "status"),
    [
        ("api", f"/api/{'x' * 5000}", {}, 414),
        ("api", "/api/posts/", {"X-Long": "x" * 40_000}, 431),
        ("web", "/posts", {"X-Long": "x" * 40_000}, 431),
    ],
)
def test_unreadable_requests_get_security_headers(
    proxy: Proxy, name: str, path: str, headers: dict[str, str], status: int
) -> None:
    (server,) = proxy.site.supervisor.of(name)
    connected(server.address, *SERVERS[name]).close()
    refused = proxy.request(path, headers=headers)
    assert refused.status == status
    assert refused.security_headers() == HTTPS_HEADERS
    [(_, policy)] = refused.headers_named("Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert not refused.headers_named("Server")
    assert len(refused.headers_named("X-Request-Id")) == 1


def test_both_servers_refuse_another_host(proxy: Proxy) -> None:
    for name, (port, path) in SERVERS.items():
        (server,) = proxy.site.supervisor.of(name)
        connected(server.address, port, path).close()
    name = proxy.site.name
    for path in ("/admin/", "/api/login-set-cookie/"):
        assert proxy.request(path, host=f"{name}:{proxy.ports[1]}").status in (200, 302)
    for path, status in [
        *(("/admin/", 400), ("/api/login-set-cookie/", 400), ("/robots.txt", 400)),
        *(("/", 421), ("/login", 421)),
    ]:
        answer = proxy.request(path, host=f"{name}:1337")
        assert answer.status == status
        assert "1337" not in answer.text
        assert answer.headers_named("Cache-Control") == [("Cache-Control", "private, no-store")]
        # The proxy refuses a name that ends in a dot.
        assert proxy.request(path, host=f"{name}.").status == 421


def entry() -> str:
    """The path of the largest script."""
    scripts = (FRONTEND / ".output" / "public" / "_nuxt").glob("*.js")
    return f"/_nuxt/{max(scripts, key=lambda script: script.stat().st_size).name}"


@pytest.mark.parametrize(
    # The build compresses for the first two, the proxy for the last.
    ("accepted", "encoding"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("zstd", "zstd")],
)
def test_long_responses_are_compressed(proxy: Proxy, accepted: str, encoding: str) -> None:
    (web,) = proxy.site.supervisor.of("web")
    connected(web.address, *SERVERS["web"]).close()
    for path in ("/about", entry()):
        answer = proxy.request(path, headers={"Accept-Encoding": accepted})
        assert answer.headers_named("Content-Encoding") == [("Content-Encoding", encoding)], path
        vary = ", ".join(value for _, value in answer.headers_named("Vary"))
        assert "accept-encoding" in vary.lower(), path


def test_hashed_files_are_immutable(proxy: Proxy) -> None:
    (web,) = proxy.site.supervisor.of("web")
    connected(web.address, *SERVERS["web"]).close()
    script = proxy.request(entry())
    assert script.status == 200
    [(_, kept)] = script.headers_named("Cache-Control")
    assert {"immutable", "max-age=31536000"} <= set(kept.split(", "))
