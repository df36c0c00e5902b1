"""How long the servers keep a connection that nothing is sent on."""

import http.client
import re
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from launch.paths import ROOT
from rehearse.compose import Service, seconds
from rehearse.layouts import Address
from rehearse.site import Site

# The server's port and a question that takes nobody else to answer.
SERVERS = {"api": (8000, "/api/health/live"), "web": (3000, "/health/live")}


def alone(services: dict[str, Service]) -> dict[str, Service]:
    """The servers of ours, without anything that they could ask."""
    return {
        name: replace(services[name], depends_on={}, health_command=(), replicas=1)
        for name in SERVERS
    }


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(
        "one-origin",
        Address("latchkey.localhost"),
        listen=(8080, 8443),
        folder=tmp_path,
        say=lambda sentence: None,
        change=alone,
    )
    with site.running():
        yield site


def connected(address: str, port: int, path: str) -> http.client.HTTPConnection:
    """A connection that has been answered once, as soon as the server is there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(address, port, timeout=10)
        with suppress(ConnectionError):
            connection.request("GET", path)
            connection.getresponse().read()
            return connection
        time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}:{port}")


def test_the_proxy_hangs_up_before_any_server_does(site: Site) -> None:
    """A server that hangs up first does so while the next request is on its way to it."""
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    [kept] = re.findall(r"^\t+keepalive (\w+)$", caddyfile, re.MULTILINE)
    for name, (port, path) in SERVERS.items():
        (server,) = site.rehearsal.of(name)
        with closing(connected(server.address, port, path)) as connection:
            socket = connection.sock
            time.sleep(seconds(kept) + 0.5)
            connection.request("GET", path)
            assert connection.getresponse().status == 200, name
            assert connection.sock is socket, f"{name} has hung up"
